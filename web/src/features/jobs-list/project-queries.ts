/** The projects by which jobs can be filtered. */
import { queryOptions } from '@tanstack/vue-query'
import { textOf } from '@/lib/fields'
import { query } from '@/lib/operations'
import type { JobProject } from '@/entities/job/job'

export const projectsOptions = queryOptions({
  queryKey: ['projects', 'names'],
  queryFn: async (): Promise<JobProject[]> => {
    const { entities } = await query(
      'select id, full_name from Project where status is "active" order by full_name limit 500',
    )
    return entities.map((project) => ({ id: textOf(project.id), name: textOf(project.full_name) }))
  },
})
