/** The users of this server. */
import { queryOptions } from '@tanstack/vue-query'
import { query } from '@/lib/operations'
import { personProjection, readPerson, type Person } from './person'

export const peopleOptions = queryOptions({
  queryKey: ['people'],
  queryFn: async (): Promise<Person[]> => {
    const { entities } = await query(`select id, ${personProjection} from User order by username limit 100`)
    return entities.map(readPerson)
  },
})
