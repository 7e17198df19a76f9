/**
 * Refuse a build whose first load is heavy.
 *
 * First load: index.html and every script, preloaded module and style sheet it names. Limits are gzip-compressed bytes.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = new URL('../../packages/callboard-server/src/callboard_server/web/dist/', import.meta.url)
const firstLoadLimit = 200 * 1024
const chunkLimit = 120 * 1024

const compressed = (path) => gzipSync(readFileSync(new URL(path, dist)), { level: 9 }).length
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} kB`

const page = readFileSync(new URL('index.html', dist), 'utf8')
const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1])
const first = ['index.html', ...new Set(named)].map((path) => [path, compressed(path)])
const total = first.reduce((sum, [, bytes]) => sum + bytes, 0)
const later = readdirSync(new URL('assets/', dist))
  .filter((name) => /\.(js|css)$/.test(name) && !named.includes(`assets/${name}`))
  .map((name) => [name, compressed(`assets/${name}`)])

for (const [path, bytes] of first) console.log(`first load  ${kilobytes(bytes).padStart(9)}  ${path}`)
for (const [path, bytes] of later) console.log(`on demand   ${kilobytes(bytes).padStart(9)}  ${path}`)
console.log(`first load  ${kilobytes(total).padStart(9)}  of ${kilobytes(firstLoadLimit)} allowed`)

const heavy = later.filter(([, bytes]) => bytes > chunkLimit).map(([path]) => path)
if (named.length === 0) throw new Error('index.html names no script: the build is incomplete')
if (/<script(?![^>]*\bsrc=)|<style|\sstyle="/.test(page))
  throw new Error('index.html has inline script or style, which the policy forbids')
if (total > firstLoadLimit)
  throw new Error(`first load is ${kilobytes(total)}, above ${kilobytes(firstLoadLimit)}`)
if (heavy.length > 0) throw new Error(`chunks above ${kilobytes(chunkLimit)}: ${heavy.join(', ')}`)
