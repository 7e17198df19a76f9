/** Questions about tasks, a page at a time. */
import { infiniteQueryOptions } from '@tanstack/vue-query'
import { query } from '@/lib/operations'
import { contains, quoted, where } from '@/lib/query-text'
import { readTask, taskProjection, type Task } from './task'

export interface TaskFilter {
  readonly whose: 'mine' | 'all'
  readonly text: string
  /** Also what is done, on hold or left out. */
  readonly withClosed: boolean
}

interface Page {
  readonly tasks: readonly Task[]
  readonly next: number | null
}

const pageSize = 100
export const tasksKey = ['tasks'] as const

/** Tasks of *filter* for the person *userId*, the one that is due first at the top. */
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

/** Each word may stand in the task's name, in its type, or on the way to it. */
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
