import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast } from './contrast'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

function tokensOf(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return new Map(
    [...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  )
}

const themes = { light: tokensOf(':root'), dark: tokensOf("[data-theme='dark']") }
const grounds = ['--page', '--surface', '--raised', '--hover', '--sunken', '--selected']

/** Text and its backgrounds: 4.5 to 1. */
const texts: readonly (readonly [string, readonly string[]])[] = [
  ['--text', [...grounds, '--failed-wash', '--warning-wash', '--match', '--line']],
  ['--muted', [...grounds, '--failed-wash']],
  ['--faint', ['--page', '--surface', '--raised', '--hover', '--selected', '--sunken']],
  ['--accent', grounds],
  ['--queued', grounds],
  ['--running', grounds],
  ['--done', grounds],
  ['--failed', [...grounds, '--failed-wash']],
  ['--warning', ['--page', '--surface', '--raised', '--hover', '--selected', '--warning-wash']],
  ['--on-accent', ['--accent', '--accent-strong', '--running']],
  ['--code-keyword', ['--surface', '--sunken']],
  ['--code-string', ['--surface', '--sunken']],
  ['--code-number', ['--surface', '--sunken']],
  ['--code-type', ['--surface', '--sunken']],
  ['--code-comment', ['--surface', '--sunken']],
]

/** Borders of controls, focus rings and bars: 3 to 1. */
const controls: readonly (readonly [string, readonly string[]])[] = [
  ['--line-strong', ['--page', '--surface', '--raised']],
  ['--focus', [...grounds, '--failed-wash']],
  ['--running', ['--track']],
  ['--done', ['--track']],
  ['--failed', ['--track']],
  ['--mark-board', ['--surface', '--page']],
]

describe.each(Object.entries(themes))('%s', (_theme, tokens) => {
  const pairs = (list: typeof texts, least: number) =>
    list.flatMap(([front, backs]) => backs.map((back) => [front, back, least] as const))

  it.each([...pairs(texts, 4.5), ...pairs(controls, 3)])('%s on %s is at least %d', (front, back, least) => {
    expect(contrast(tokens.get(front) ?? '', tokens.get(back) ?? '')).toBeGreaterThanOrEqual(least)
  })
})

it('has every colour in both themes', () => {
  expect([...themes.dark.keys()].sort()).toEqual([...themes.light.keys()].sort())
})

it('returns known contrasts', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})
