import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import typescript from 'typescript-eslint'

/** Imports point down: app -> features -> entities -> ui, lib; features are strangers to each other. */
const below = (files, ...forbidden) => ({
  files: [`src/${files}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: forbidden.map((room) => ({
          group: [`@/${room}/**`],
          message: `${files} must not import ${room}`,
        })),
      },
    ],
  },
})

const features = [
  'sign-in',
  'jobs-menu',
  'jobs-list',
  'job-page',
  'home',
  'settings',
  'api-page',
  'actions',
  'tasks',
]

export default typescript.config(
  js.configs.recommended,
  ...typescript.configs.strict,
  ...vue.configs['flat/recommended'],
  prettier,
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: { parserOptions: { parser: typescript.parser, sourceType: 'module' } },
    rules: {
      // The compiler checks browser globals, so no list of them is needed.
      'no-undef': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/attributes-order': 'off',
      // Markup as text would be the way past the content-security policy.
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/require-default-prop': 'off',
      // Prettier wraps code; this covers what it leaves alone: comments, strings, attributes' values.
      'max-len': ['error', { code: 120 }],
    },
  },
  below('lib', 'ui', 'entities', 'features', 'app'),
  below('ui', 'entities', 'features', 'app'),
  below('entities', 'features', 'app'),
  ...features.map((name) =>
    below(
      `features/${name}`,
      'app',
      ...features.filter((other) => other !== name).map((other) => `features/${other}`),
    ),
  ),
  {
    files: ['scripts/**'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
        URL: 'readonly',
      },
    },
  },
  { ignores: ['node_modules/**'] },
)
