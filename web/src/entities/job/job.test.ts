import { describe, expect, it } from 'vitest'
import { failureOf, outcomeOf, reasonOf } from './failure'
import { kindOf } from './file-icon'
import { elapsedOf, fileNameOf, messageOf, readJob, titleOf, type Job } from './job'

const made = (data: string | null, more: object = {}): Job =>
  readJob({
    id: 'j',
    status: 'failed',
    type: null,
    data,
    created_at: '2026-11-24T10:00:00',
    finished_at: null,
    ...more,
  })

describe('readJob', () => {
  it('reads owner and files', () => {
    const job = made(null, {
      user: { username: 'mia', first_name: 'Mia', last_name: '' },
      job_components: [{ component_id: 'c', component: { name: 'report', file_type: '.csv', size: 12 } }],
    })
    expect(job.owner).toEqual({ username: 'mia', fullName: 'Mia' })
    expect(job.files).toEqual([{ componentId: 'c', name: 'report', fileType: '.csv', sizeBytes: 12 }])
    expect(job.createdAt).toBe(Date.UTC(2026, 10, 24, 10))
  })

  it('accepts missing parts', () => {
    expect(
      made(null, { user: null, job_components: [{ component_id: 'c', component: null }, {}] }).files,
    ).toEqual([{ componentId: 'c', name: 'File', fileType: '', sizeBytes: null }])
  })
})

describe('title and message of a job', () => {
  it.each([
    ['{"description": "Copy\\nfiles"}', 'Copy', 'Copy\nfiles'],
    ['not JSON {', 'not JSON {', 'not JSON {'],
    ['"a JSON text"', 'a JSON text', 'a JSON text'],
    ['{"description": 5}', 'Untitled job', ''],
    ['[1, 2]', '[1, 2]', '[1, 2]'],
    [null, 'Untitled job', ''],
    ['', 'Untitled job', ''],
  ])('%j is called %j', (data, title, message) => {
    expect(titleOf(made(data))).toBe(title)
    expect(messageOf(made(data))).toBe(message)
  })

  it('returns the first line of a failure, then each further text once', () => {
    const data = JSON.stringify({
      description: 'Broken\nbecause',
      error: 'because',
      traceback: 'Traceback\n  File',
      log: 'moov atom not found\n',
    })
    expect(failureOf(made(data))).toEqual({
      first: 'Broken',
      details: 'because\nTraceback\n  File\nmoov atom not found',
    })
    expect(failureOf(made('Broken'))).toEqual({ first: 'Broken', details: '' })
  })
})

describe('the outcome of a job', () => {
  const traceback =
    'Traceback (most recent call last):\n  File "a.py", line 3\n    x()\n    ^^^\nOSError: full\n'

  it.each([
    [{ description: 'Publish', error: 'no camera\nin scene', traceback }, 'no camera'],
    [{ description: 'Publish', traceback }, 'OSError: full'],
    [{ description: 'Simulate\nOut of memory' }, 'Out of memory'],
    [{ description: 'The disk is full' }, 'The disk is full'],
    [{}, 'Untitled job'],
  ])('%j failed for %j', (data, reason) => {
    expect(reasonOf(made(JSON.stringify(data)))).toBe(reason)
  })

  it.each([
    [{ description: 'Publish' }, ''],
    [{ description: 'Publish\n3 versions' }, 'Publish\n3 versions'],
    [{ description: 'Publish', message: '3 versions' }, '3 versions'],
    [{ description: 'Publish', result: 'all fine', message: '' }, 'all fine'],
  ])('%j resulted in %j', (data, outcome) => {
    expect(outcomeOf(made(JSON.stringify(data)))).toBe(outcome)
  })

  it('cuts a very long title, and keeps all of it in the details', () => {
    const long = `Copy ${'word '.repeat(2000)}end`
    const title = titleOf(made(long))
    expect(title.length).toBeLessThan(250)
    expect(title).toMatch(/^Copy word .*word…$/)
    expect(failureOf(made(long))).toEqual({ first: title, details: long })
  })
})

describe('files', () => {
  const file = (name: string, fileType: string) => ({ componentId: 'c', name, fileType, sizeBytes: null })

  it.each([
    ['report', '.csv', 'report.csv', 'csv'],
    ['report.csv', '.csv', 'report.csv', 'csv'],
    ['report.CSV', '.csv', 'report.CSV', 'csv'],
    ['plate', 'png', 'plate.png', 'image'],
    ['My file', '', 'My file', 'other'],
    ['page', '.html', 'page.html', 'text'],
  ])('%s and %s is %s', (name, type, full, kind) => {
    expect(fileNameOf(file(name, type))).toBe(full)
    expect(kindOf(file(name, type))).toBe(kind)
  })
})

it('measures the time until the end or until now', () => {
  const start = Date.UTC(2026, 10, 24, 10)
  expect(elapsedOf(made(null), start + 5000)).toBe(5000)
  expect(elapsedOf(made(null, { finished_at: '2026-11-24T10:00:02' }), start + 5000)).toBe(2000)
  expect(elapsedOf(made(null), start - 5000)).toBe(0)
})
