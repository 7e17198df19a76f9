import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const server = process.env.CALLBOARD_SERVER ?? 'http://127.0.0.1:8000'
const served = ['/api', '/component', '/archive', '/events', '/webhooks', '/web', '/health']

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: '../packages/callboard-server/src/callboard_server/web/dist',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing travels as a data: address, so every byte is cached by its hashed name.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      ...Object.fromEntries(served.map((path) => [path, { target: server, changeOrigin: false }])),
      '/socket.io': { target: server, changeOrigin: false, ws: true },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})
