import { expect, it } from 'vitest'
import { pythonTokens } from './python-tokens'

it('preserves the text', () => {
  const code = 'import json  # text\nfor n in range(1, 201):\n    print(f"{n} of \'200\'", """a"b""")\n'
  expect(
    pythonTokens(code)
      .map((token) => token.text)
      .join(''),
  ).toBe(code)
})

it('classifies tokens', () => {
  const kinds = Object.fromEntries(
    pythonTokens('import x = "a # b" # c 5').map((token) => [token.text, token.kind]),
  )
  expect(kinds).toMatchObject({ import: 'keyword', '"a # b"': 'string', '# c 5': 'comment' })
})
