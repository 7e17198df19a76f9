import { expect, it } from 'vitest'
import { entriesOf, errorsIn, formIn, isSecret, valuesOf, type Form } from './form'

const form = (...items: object[]): Form => formIn({ items }) as Form
const sent = (...items: object[]): unknown => valuesOf(form(...items), entriesOf(form(...items)))

it('reads every kind of field with its initial value', () => {
  expect(
    sent(
      { type: 'label', value: '## Settings' },
      { type: 'text', name: 'text', value: 'a' },
      { type: 'textarea', name: 'area', value: 'b\nc' },
      { type: 'number', name: 'number', value: 1.5 },
      { type: 'date', name: 'date', value: '2026-11-25T08:00:00' },
      { type: 'boolean', name: 'force', value: 'true' },
      {
        type: 'enumerator',
        name: 'kind',
        value: 2,
        data: [
          { label: 'One', value: 1 },
          { label: 'Two', value: 2 },
        ],
      },
      {
        type: 'enumerator',
        name: 'many',
        multi_select: true,
        value: ['a', 'c'],
        data: [
          { label: 'A', value: 'a' },
          { label: 'B', value: 'b' },
          { label: 'C', value: 'c' },
        ],
      },
      { type: 'hidden', name: 'step', value: { at: 2 } },
      { type: 'password', name: 'secret', value: 'x' },
    ),
  ).toEqual({
    text: 'a',
    area: 'b\nc',
    number: 1.5,
    date: '2026-11-25',
    force: true,
    kind: 2,
    many: ['a', 'c'],
    step: { at: 2 },
    secret: 'x',
  })
})

it('returns empty values for empty fields', () => {
  expect(
    sent(
      { type: 'number', name: 'n' },
      { type: 'enumerator', name: 'e', value: 'gone', data: [{ label: 'A', value: 'a' }] },
      { type: 'text', name: 't' },
      { type: 'text' },
      { type: 'boolean', name: 'b' },
    ),
  ).toEqual({
    n: null,
    e: null,
    t: '',
    b: false,
  })
})

it('collects values with the same name in a list', () => {
  expect(sent({ type: 'text', name: 'a', value: '1' }, { type: 'hidden', name: 'a', value: 2 })).toEqual({
    a: ['1', 2],
  })
})

it('rejects invalid numbers', () => {
  const numberForm = form(
    { type: 'number', name: 'n' },
    { type: 'number', name: 'm' },
    { type: 'text', name: 't' },
  )
  expect([...errorsIn(numberForm, ['12', '1,5', 'x']).keys()]).toEqual([1])
  expect(errorsIn(numberForm, [' -1.5e3 ', '', '']).size).toBe(0)
})

it('finds no form in other replies', () => {
  for (const data of [{}, { items: [] }, { items: 'x' }]) expect(formIn(data)).toBeNull()
  expect(
    formIn({ items: [{ type: 'text', name: 'a' }], title: 'T', submit_button_label: 'Go' }),
  ).toMatchObject({ title: 'T', submit: 'Go' })
  expect(form({ type: 'odd', name: 'a', value: 3 }).fields).toEqual([
    { kind: 'text', name: 'a', label: 'a', value: '3', hint: '' },
  ])
})

it('detects password fields', () => {
  expect(isSecret(form({ type: 'password', name: 'p' }))).toBe(true)
  expect(isSecret(form({ type: 'text', name: 'p' }))).toBe(false)
})
