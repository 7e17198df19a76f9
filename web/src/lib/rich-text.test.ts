import { expect, it } from 'vitest'
import { richText, type Block, type Inline } from './rich-text'

function plain(parts: readonly Inline[]): string {
  return parts
    .map((part) => ('text' in part ? part.text : 'parts' in part ? plain(part.parts) : '\n'))
    .join('')
}

function addresses(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(addresses)
  if (typeof value !== 'object' || value === null) return []
  return [...('address' in value ? [String(value.address)] : []), ...Object.values(value).flatMap(addresses)]
}

const first = (source: string): Block => richText(source)[0] as Block
const wordsOf = (block: Block | undefined): string =>
  block !== undefined && 'parts' in block ? plain(block.parts) : ''

it('reads Markdown', () => {
  const kinds = richText(
    '# Title\n\nSome *text* with `code`\nand more\n\n---\n- one\n- **two**\n\n1. three\n\n> said\n\n```\na < b\n```',
  ).map((block) => block.kind)
  expect(kinds).toEqual(['heading', 'paragraph', 'rule', 'list', 'list', 'quote', 'code'])
  expect(first('Some **bold *and* more** text')).toEqual({
    kind: 'paragraph',
    parts: [
      { kind: 'text', text: 'Some ' },
      {
        kind: 'strong',
        parts: [
          { kind: 'text', text: 'bold ' },
          { kind: 'em', parts: [{ kind: 'text', text: 'and' }] },
          { kind: 'text', text: ' more' },
        ],
      },
      { kind: 'text', text: ' text' },
    ],
  })
  expect(first('---')).toEqual({ kind: 'rule' })
  expect(first('sh_010_comp_v002 and 2 * 3 * 4')).toEqual({
    kind: 'paragraph',
    parts: [{ kind: 'text', text: 'sh_010_comp_v002 and 2 * 3 * 4' }],
  })
})

it('reads common HTML', () => {
  const blocks = richText(
    '<h2>Settings</h2><p>Some <b>bold</b> &amp; <i>more</i><br/>next</p><hr>' +
      '<ul><li>one</li><li>two</li></ul><a href="https://example.com/a?b=1&amp;c=2">docs</a>',
  )
  expect(blocks.map((block) => block.kind)).toEqual(['heading', 'paragraph', 'rule', 'list', 'paragraph'])
  expect(wordsOf(blocks[1])).toBe('Some bold & more\nnext')
  expect(addresses(blocks)).toEqual(['https://example.com/a?b=1&c=2'])
})

it('accepts only http and https for links and images', () => {
  const hostile = [
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert`1`)',
    '[x](data:text/html,hi)',
    '<a href="javascript:alert(1)">x</a>',
    "<a href='  javascript:alert(1)'>x</a>",
    '<a href="java&#115;cript:alert(1)">x</a>',
    '[x](vbscript:x)',
    '[x](//example.com)',
    '[x](/jobs)',
    '[x](file:///etc/passwd)',
    '<img src=x onerror=alert(1)>',
    '![x](javascript:1)',
    '![x](data:text/html;base64,AAAA)',
    '<a href="\x01javascript:alert(1)">x</a>',
  ]
  for (const source of hostile) expect(addresses(richText(source)), source).toEqual([])
  expect(
    addresses(
      richText(
        '[a](https://a.example) http://b.example/c ![d](data:image/png;base64,AA==) <img src="http://e.example/f.png">',
      ),
    ),
  ).toEqual([
    'https://a.example/',
    'http://b.example/c',
    'data:image/png;base64,AA==',
    'http://e.example/f.png',
  ])
})

it('drops unknown tags and scripts', () => {
  expect(wordsOf(first('a<script>alert(1)</script>b<style>p{}</style><!-- c -->d'))).toBe('abd')
  expect(wordsOf(first('<marquee onclick="x">words</marquee> 1 < 2'))).toBe('words 1 < 2')
  expect(wordsOf(first('&lt;script&gt;x'))).toBe('<script>x')
})

it.each([
  '`',
  '*',
  '**',
  '[',
  '![',
  '![](',
  '[a](',
  '<',
  '<a ',
  '<!--',
  '&',
  '_a',
  '~~',
  '- ',
  '> ',
  '#',
  '\n',
  '*a ',
  '<script>',
  '</a>',
])('parses many %j quickly', (piece) => {
  const begin = performance.now()
  richText(piece.repeat(50_000))
  expect(performance.now() - begin).toBeLessThan(1500)
})
