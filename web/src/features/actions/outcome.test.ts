import { expect, it } from 'vitest'
import { outcomeOf } from './outcome'

it.each([
  [true, true, 'Done.'],
  [null, true, 'Done.'],
  [false, false, 'The action failed.'],
  [{}, false, 'The action failed or returned no result.'],
  ['Hello', true, 'Hello'],
  [{ success: true, message: ' Two jobs ' }, true, 'Two jobs'],
  [{ success: false }, false, 'The action failed.'],
  [{ message: 'Fine' }, true, 'Fine'],
  [{ success: true }, true, 'Done.'],
  [[1], true, 'Done.'],
])('%j', (reply, success, text) => {
  expect(outcomeOf(reply)).toEqual({ success, text, form: null, widget: null, jobId: null })
})

it('finds forms, widgets and jobs', () => {
  expect(outcomeOf({ items: [{ type: 'text', name: 'a' }] })).toMatchObject({
    success: null,
    text: '',
    form: { submit: 'Submit' },
  })
  expect(
    outcomeOf({ success: false, message: 'Fix it', items: [{ type: 'text', name: 'a' }] }),
  ).toMatchObject({ success: false, text: 'Fix it' })
  expect(
    outcomeOf({ success: true, message: 'm', type: 'widget', url: 'https://w.example/x' }).widget,
  ).toEqual({ title: 'w.example', address: 'https://w.example/x' })
  expect(outcomeOf({ success: true, job_id: 'j' }).jobId).toBe('j')
  expect(outcomeOf({ success: true, jobId: 'j' }).jobId).toBe('j')
})

it.each(['javascript:alert(1)', 'data:text/html,x', '/jobs', 'file:///etc', 7, undefined])(
  'opens no widget at %j',
  (url) => {
    expect(outcomeOf({ success: true, message: 'm', type: 'widget', url })).toMatchObject({
      success: false,
      widget: null,
    })
  },
)
