import { expect, it } from 'vitest'
import { daysLate, dueWords, readTask, titleOf } from './task'
import { taskExpression } from './task-queries'

const now = new Date(2026, 7, 20, 15).getTime()
const at = (dayOfMonth: number): string => `2026-08-${String(dayOfMonth).padStart(2, '0')}`
const fields = {
  id: 't',
  name: 'animation',
  link: [{ name: 'Pip' }, { name: 'sh010' }, { name: 'animation' }],
  type: { name: 'Animation' },
  status: { name: 'Approved', color: '#1CBC90', state: { short: 'DONE' } },
  priority: { name: 'Low', color: 'red' },
  end_date: '2026-08-24T09:00:00',
}

it('reads a complete and a partial task', () => {
  const task = readTask(fields)
  expect(task).toMatchObject({
    path: ['Pip', 'sh010'],
    type: 'Animation',
    isDone: true,
    status: { name: 'Approved', colour: '#1CBC90' },
    priority: { name: 'Low', colour: null },
    due: '2026-08-24',
  })
  expect(titleOf(task)).toBe('sh010 › animation')
  expect(readTask({ id: 't', name: '', status: null })).toMatchObject({
    name: 'Untitled task',
    path: [],
    status: null,
    due: null,
    isDone: false,
  })
})

it('formats the due date', () => {
  expect([at(20), at(21), at(19), at(23)].map((due) => dueWords(due, now))).toEqual([
    'today',
    'tomorrow',
    'yesterday',
    'in 3 days',
  ])
  expect(dueWords(at(1), now)).toContain('1')
  expect(dueWords('2025-01-01', now)).toContain('2025')
})

it('counts days late only for open tasks', () => {
  const task = { ...readTask(fields), isDone: false }
  expect([at(18), at(20), at(22)].map((due) => daysLate({ ...task, due }, now))).toEqual([2, 0, 0])
  expect(daysLate({ ...task, due: at(1), isDone: true }, now)).toBe(0)
  expect(daysLate({ ...task, due: null }, now)).toBe(0)
})

it('queries the filtered tasks', () => {
  expect(taskExpression({ whose: 'mine', text: '', withClosed: false }, 'u', 0)).toContain(
    'where assignments any (resource_id is "u") and status.state.short not_in ("DONE", "BLOCKED") order by',
  )
  expect(taskExpression({ whose: 'all', text: '', withClosed: true }, 'u', 100)).toMatch(
    /from Task order by end_date, name, id offset 100 limit 100$/,
  )
  expect(taskExpression({ whose: 'all', text: 'a "b', withClosed: true }, 'u', 0)).toContain(
    'parent.name like "%\\"b%"',
  )
})
