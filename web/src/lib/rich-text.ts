/**
 * Parse the formatted text that programs put into forms: Markdown, HTML or both.
 *
 * The result is a tree that is rendered as text nodes, so untrusted text never becomes markup: known tags are
 * converted to Markdown, all others are dropped, and URLs are validated. Repetitions in patterns are bounded, so
 * that no input takes long to parse.
 */
import { pictureAddress, webAddress } from '@/lib/safe-link'

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 's'; readonly parts: readonly Inline[] }
  | { readonly kind: 'link'; readonly address: string; readonly parts: readonly Inline[] }
  | { readonly kind: 'image'; readonly address: string; readonly text: string }
  | { readonly kind: 'break' }

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly parts: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly parts: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' }

const longest = 4_000_000

export function richText(source: string): Block[] {
  return blocksOf(asMarkdown(source.slice(0, longest)).replace(/\r\n?/g, '\n').split('\n'))
}

// ------------------------------------------------------------------------------------------ HTML to Markdown

const marks: Readonly<Record<string, readonly [open: string, close: string]>> = {
  b: ['**', '**'],
  strong: ['**', '**'],
  i: ['*', '*'],
  em: ['*', '*'],
  s: ['~~', '~~'],
  del: ['~~', '~~'],
  code: ['`', '`'],
  tt: ['`', '`'],
  h1: ['\n\n# ', '\n\n'],
  h2: ['\n\n## ', '\n\n'],
  h3: ['\n\n### ', '\n\n'],
  h4: ['\n\n#### ', '\n\n'],
  h5: ['\n\n##### ', '\n\n'],
  h6: ['\n\n###### ', '\n\n'],
  p: ['\n\n', '\n\n'],
  div: ['\n', '\n'],
  ul: ['\n\n', '\n\n'],
  ol: ['\n\n', '\n\n'],
  li: ['\n- ', ''],
  blockquote: ['\n\n> ', '\n\n'],
  pre: ['\n```\n', '\n```\n'],
  tr: ['\n', ''],
  td: ['', ' '],
  th: ['', ' '],
  br: ['\n', ''],
  hr: ['\n\n---\n\n', ''],
}
const dropped = new Set([
  'script',
  'style',
  'title',
  'template',
  'iframe',
  'object',
  'noscript',
  'textarea',
  'select',
])

function asMarkdown(source: string): string {
  const written: string[] = []
  const links: string[] = []
  let muted: string | null = null
  let at = 0
  for (const tag of source.matchAll(/<!--[^<>]*>|<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:[\s/][^<>]*)?)>/g)) {
    if (muted === null) written.push(source.slice(at, tag.index))
    at = tag.index + tag[0].length
    const name = tag[2]?.toLowerCase()
    const closes = tag[1] === '/'
    if (muted !== null) muted = closes && name === muted ? null : muted
    else if (name !== undefined && dropped.has(name)) muted = closes ? null : name
    else if (name === 'a') written.push(closes ? (links.pop() ?? '') : opened(tag[3] ?? '', links))
    else if (name === 'img')
      written.push(`![${attribute(tag[3] ?? '', 'alt')}](${attribute(tag[3] ?? '', 'src')})`)
    else written.push(marks[name ?? '']?.[closes ? 1 : 0] ?? '')
  }
  if (muted === null) written.push(source.slice(at))
  return written.join('')
}

function opened(attributes: string, links: string[]): string {
  links.push(`](${attribute(attributes, 'href')})`)
  return '['
}

function attribute(attributes: string, name: string): string {
  const [, double, single, bare] =
    new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes) ?? []
  return unescaped(double ?? single ?? bare ?? '').replace(/[()\s[\]]/g, (mark) =>
    encodeURIComponent(mark).replace('(', '%28').replace(')', '%29'),
  )
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  copy: '©',
}

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-z]{2,8}));/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

// ------------------------------------------------------------------------------------------ Markdown to parts

const listItem = /^\s{0,8}(?:([-*+])|(\d{1,9})[.)])\s+(\S.*)$/
const heading = /^\s{0,3}(#{1,6})\s+(\S.*)$/
const rule = /^\s{0,3}(?:-\s?){3,}$|^\s{0,3}(?:\*\s?){3,}$|^\s{0,3}_{3,}\s*$/

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  for (let at = 0; at < lines.length;) {
    const [block, next] = blockAt(lines, at)
    if (block !== null) blocks.push(block)
    at = next
  }
  return blocks
}

/** Return the block that starts at line *at*, and the line after it. */
function blockAt(lines: readonly string[], at: number): [Block | null, number] {
  const line = lines[at] ?? ''
  if (line.trim() === '') return [null, at + 1]
  if (/^\s{0,3}```/.test(line)) {
    const end = endOf(lines, at + 1, (each) => !/^\s{0,3}```/.test(each))
    return [{ kind: 'code', text: unescaped(lines.slice(at + 1, end).join('\n')) }, end + 1]
  }
  if (rule.test(line)) return [{ kind: 'rule' }, at + 1]
  const titled = heading.exec(line)
  if (titled !== null)
    return [
      {
        kind: 'heading',
        level: titled[1]?.length ?? 1,
        parts: inline((titled[2] ?? '').replace(/\s#+\s*$/, '')),
      },
      at + 1,
    ]
  const item = listItem.exec(line)
  if (item !== null) {
    const end = endOf(lines, at, (each) => listItem.test(each) && !rule.test(each))
    return [
      {
        kind: 'list',
        ordered: item[2] !== undefined,
        items: lines.slice(at, end).map((each) => inline(listItem.exec(each)?.[3] ?? '')),
      },
      end,
    ]
  }
  const isQuote = /^\s{0,3}>/.test(line)
  const end = isQuote ? endOf(lines, at, (each) => /^\s{0,3}>/.test(each)) : endOf(lines, at + 1, isPlain)
  const content = lines
    .slice(at, end)
    .map((each) => (isQuote ? each.replace(/^\s{0,3}>\s?/, '') : each.trim()))
  return [{ kind: isQuote ? 'quote' : 'paragraph', parts: inline(content.join('\n')) }, end]
}

function isPlain(line: string): boolean {
  return (
    line.trim() !== '' &&
    !rule.test(line) &&
    !heading.test(line) &&
    !listItem.test(line) &&
    !/^\s{0,3}(?:>|```)/.test(line)
  )
}

function endOf(lines: readonly string[], from: number, belongs: (line: string) => boolean): number {
  let end = from
  while (end < lines.length && belongs(lines[end] ?? '')) end += 1
  return end
}

const marked = new RegExp(
  [
    '`(?<code>[^`\\n]{1,2000})`',
    '!\\[(?<alt>[^\\][]{0,300})\\]\\((?<picture>[^()\\s]*)\\)',
    '\\[(?<words>[^\\][]{0,500})\\]\\((?<link>[^()\\s]*)\\)',
    '\\*\\*(?<strong>[^\\n]{1,1000}?)\\*\\*',
    '~~(?<s>[^\\n]{1,1000}?)~~',
    '\\*(?<em>[^\\s*](?:[^*\\n]{0,1000}[^\\s*])?)\\*',
    '(?<![\\w/])_(?<emphasis>[^\\s_](?:[^\\n_]{0,1000}[^\\s_])?)_(?!\\w)',
    '(?<bare>https?://[^\\s<>()"\']{1,2000})',
    '(?<newline>\\n)',
  ].join('|'),
  'g',
)

function inline(source: string): Inline[] {
  const parts: Inline[] = []
  let at = 0
  for (const match of source.matchAll(marked)) {
    plain(parts, source.slice(at, match.index))
    parts.push(...partsOf(match[0], match.groups ?? {}))
    at = match.index + match[0].length
  }
  plain(parts, source.slice(at))
  return parts
}

function plain(parts: Inline[], text: string): void {
  if (text !== '') parts.push({ kind: 'text', text: unescaped(text) })
}

function partsOf(whole: string, groups: Readonly<Record<string, string | undefined>>): Inline[] {
  const { code, alt, picture, words, link, strong, s, em, emphasis, bare, newline } = groups
  if (newline !== undefined) return [{ kind: 'break' }]
  if (code !== undefined) return [{ kind: 'code', text: unescaped(code) }]
  if (strong !== undefined) return [{ kind: 'strong', parts: inline(strong) }]
  if (s !== undefined) return [{ kind: 's', parts: inline(s) }]
  if (em !== undefined || emphasis !== undefined) return [{ kind: 'em', parts: inline(em ?? emphasis ?? '') }]
  if (picture !== undefined) {
    const address = pictureAddress(unescaped(picture))
    return address !== null ? [{ kind: 'image', address, text: unescaped(alt ?? '') }] : inline(alt ?? '')
  }
  const address = webAddress(unescaped(link ?? bare ?? ''))
  if (link !== undefined)
    return address === null
      ? inline(words ?? '')
      : [{ kind: 'link', address, parts: inline(words === '' ? address : (words ?? '')) }]
  return [
    address === null
      ? { kind: 'text', text: whole }
      : { kind: 'link', address, parts: [{ kind: 'text', text: whole }] },
  ]
}
