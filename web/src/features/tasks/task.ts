/** A task, as shown in the list. */
import { daysBetween, formatDay, parseDay, today, type Day } from '@/lib/days'
import { fieldsOf, isFields, rowsOf, textOf, type Fields } from '@/lib/fields'

/** A name with its configured colour, if any. */
export interface Coloured {
  readonly name: string
  readonly colour: string | null
}

export interface Task {
  readonly id: string
  readonly name: string
  /** The names of its parents, starting with the project. */
  readonly path: readonly string[]
  readonly type: string
  readonly status: Coloured | null
  readonly isDone: boolean
  /** On hold or omitted. */
  readonly isBlocked: boolean
  readonly priority: Coloured | null
  readonly due: Day | null
}

export const taskProjection =
  'id, name, link, type.name, status.name, status.color, status.state.short, priority.name, priority.color, end_date'

export function readTask(fields: Fields): Task {
  const link = rowsOf(fields.link)
  const status = fieldsOf(fields.status)
  return {
    id: String(fields.id),
    name: textOf(fields.name) || 'Untitled task',
    path: link.slice(0, -1).map((step) => textOf(step.name)),
    type: textOf(fieldsOf(fields.type).name),
    status: coloured(fields.status),
    isDone: isFields(status.state) && status.state.short === 'DONE',
    isBlocked: isFields(status.state) && status.state.short === 'BLOCKED',
    priority: coloured(fields.priority),
    due: parseDay(fields.end_date),
  }
}

export function titleOf(task: Task): string {
  return [...task.path.slice(-1), task.name].join(' › ')
}

function coloured(value: unknown): Coloured | null {
  if (!isFields(value) || textOf(value.name) === '') return null
  return {
    name: textOf(value.name),
    colour: /^#[0-9a-f]{6}$/i.test(textOf(value.color)) ? textOf(value.color) : null,
  }
}

/** Format the due date: "today", "in 3 days", "24 Aug". */
export function dueWords(due: Day, now: number): string {
  const days = daysBetween(today(now), due)
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  if (days === -1) return 'yesterday'
  if (days > 1 && days < 7) return `in ${days} days`
  const isSameYear = due.slice(0, 4) === today(now).slice(0, 4)
  return formatDay(due, { day: 'numeric', month: 'short', year: isSameYear ? undefined : 'numeric' })
}

/** Return how many days *task* is late; 0 when it is done, on hold or omitted. */
export function daysLate(task: Task, now: number): number {
  return task.due === null || task.isDone || task.isBlocked
    ? 0
    : Math.max(0, daysBetween(task.due, today(now)))
}
