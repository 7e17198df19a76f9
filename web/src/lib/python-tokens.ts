/** Split Python code into tokens for simple highlighting; the tokens join to the original text. */
export interface Token {
  readonly kind: 'keyword' | 'string' | 'number' | 'comment' | 'plain'
  readonly text: string
}

const keywords =
  'import from as for in if elif else try except finally raise return def with while and or not is ' +
  'None True False class pass lambda yield'
const pattern = new RegExp(
  [
    /(?<comment>#[^\n]*)/,
    /(?<string>[fFrRbB]?(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))/,
    new RegExp(String.raw`(?<keyword>\b(?:${keywords.replaceAll(' ', '|')})\b)`),
    /(?<number>\b\d[\d_.]*\b)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

export function pythonTokens(code: string): Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of code.matchAll(pattern)) {
    if (match.index > end) tokens.push({ kind: 'plain', text: code.slice(end, match.index) })
    const kind =
      (['comment', 'string', 'keyword', 'number'] as const).find(
        (name) => match.groups?.[name] !== undefined,
      ) ?? 'plain'
    tokens.push({ kind, text: match[0] })
    end = match.index + match[0].length
  }
  if (end < code.length) tokens.push({ kind: 'plain', text: code.slice(end) })
  return tokens
}
