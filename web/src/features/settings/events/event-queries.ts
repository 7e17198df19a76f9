/** Consumers and connections of the event hub. */
import { queryOptions } from '@tanstack/vue-query'
import { followed } from '@/entities/news'
import { ApiError, send } from '@/lib/api'
import { fieldsOf, rowsOf } from '@/lib/fields'
import { readReaders, type Consumer } from './consumer'
import { readConnections } from './listener'

export const consumersOptions = queryOptions({
  queryKey: ['events', 'consumers'],
  queryFn: async () => readReaders(await send('GET', '/events/consumers')),
  ...followed,
})

export const connectionsOptions = queryOptions({
  queryKey: ['events', 'listeners'],
  queryFn: async () => readConnections(await send('GET', '/events/listeners')),
  ...followed,
})

/** Return the event *sequence*, or null when it has expired. */
export function eventOptions(sequence: number) {
  return queryOptions({
    queryKey: ['events', 'event', sequence],
    queryFn: async (): Promise<unknown> => {
      const answer = await send(
        'GET',
        `/events/next?after=${sequence - 1}&limit=1&seconds=0&filter=${encodeURIComponent('topic=*')}`,
      ).catch(nullWhenTooOld)
      const [found] = rowsOf(fieldsOf(answer).events)
      return found?.sequence === sequence ? found.event : null
    },
    staleTime: Infinity,
  })
}

function nullWhenTooOld(error: unknown): null {
  if (error instanceof ApiError && error.code === 'events.cursor_too_old') return null
  throw error
}

export async function deleteConsumer({ name, user }: Consumer): Promise<void> {
  await send('DELETE', `/events/consumers/${encodeURIComponent(name)}?user=${encodeURIComponent(user)}`)
}

/** Move the position of *consumer* behind *sequence*, as if it had processed that event. */
export async function skipEvent({ name, user }: Consumer, sequence: number): Promise<void> {
  await send('POST', '/events/acknowledge', { consumer: name, user, sequence })
}
