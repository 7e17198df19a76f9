/** Queries for tasks, in pages. */
import { infiniteQueryOptions } from '@tanstack/vue-query'
import { query } from '@/lib/operations'
import { contains, quoted, where } from '@/lib/query-text'
import { readTask, taskProjection, type Task } from './task'

export interface TaskFilter {
  readonly whose: 'mine' | 'all'
  readonly text: string
  /** Include tasks that are done, on hold or omitted. */
  readonly withClosed: boolean
}

interface Page {
  readonly tasks: readonly Task[]
  readonly next: number | null
}

const pageSize = 100
export const tasksKey = ['tasks'] as const

/** Query the tasks of *filter* for the user *userId*, sorted by due date. */
export function taskListingOptions(filter: TaskFilter, userId: string) {
  return infiniteQueryOptions({
    queryKey: [...tasksKey, filter, userId] as const,
    queryFn: async ({ pageParam }): Promise<Page> => {
      const { entities, next } = await query(taskExpression(filter, userId, pageParam))
      return { tasks: entities.map(readTask), next }
    },
    initialPageParam: 0,
    getNextPageParam: (last: Page) => last.next ?? undefined,
  })
}

export function taskExpression(filter: TaskFilter, userId: string, offset: number): string {
  const criteria = where([
    filter.whose === 'mine' ? `assignments any (resource_id is ${quoted(userId)})` : null,
    filter.withClosed ? null : 'status.state.short not_in ("DONE", "BLOCKED")',
    ...filter.text.split(/\s+/).filter(Boolean).map(textCriterion),
  ])
  return `select ${taskProjection} from Task${criteria} order by end_date, name, id offset ${offset} limit ${pageSize}`
}

/** A word can match the task's name, type, status or path. */
function textCriterion(word: string): string {
  const places = [
    'name',
    'type.name',
    'status.name',
    'parent.name',
    'parent.parent.name',
    'project.full_name',
  ]
  return `(${places.map((place) => contains(place, word)).join(' or ')})`
}
