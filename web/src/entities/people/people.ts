/** Who works on this server. */
import { queryOptions } from '@tanstack/vue-query'
import { textOrNull, type Person } from '@/entities/job/job'
import { query } from '@/lib/operations'

export const peopleOptions = queryOptions({
  queryKey: ['people'],
  queryFn: async (): Promise<Person[]> => {
    const { entities } = await query(
      'select id, username, first_name, last_name from User order by username limit 100',
    )
    return entities.map((user) => {
      const username = textOrNull(user.username) ?? ''
      const fullName = [user.first_name, user.last_name]
        .map((part) => textOrNull(part) ?? '')
        .filter(Boolean)
        .join(' ')
      return { username, fullName: fullName || username }
    })
  },
})
