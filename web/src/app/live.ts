/** The event stream of the page: it updates jobs and reports when they end. */
import { useQueryClient, type Query } from '@tanstack/vue-query'
import { onBeforeUnmount, ref, type Ref } from 'vue'
import { noticeSubjects, notifyGap, notifyChanges, notifySubjects } from '@/entities/news'
import { useLiveCounts } from '@/entities/job/job-counts'
import { liveJobs } from '@/entities/job/live-jobs'
import { reloadEverything } from '@/entities/job/job-queries'
import { useSession } from '@/entities/session/session'
import type { StreamState } from '@/lib/event-stream'
import { checkSession, followEvents } from '@/lib/shared-stream'
import { toast } from '@/ui/toasts'
import { reportFinishedJobs } from './job-news'

/** While the server was not responding, nothing could be loaded: try again, without a click. */
const hasFailed = (query: Query): boolean => query.state.status === 'error'

export function useLive(): { connection: Readonly<Ref<StreamState>> } {
  const client = useQueryClient()
  const session = useSession()
  const connection = ref<StreamState>('connecting')
  const applyToJobs = liveJobs(client)
  const stop = followEvents(session.value.user.id, session.value.cursor, {
    onEvents: (events) => {
      const contents = events.map(({ event }) => event)
      applyToJobs(contents)
      notifyChanges(contents)
    },
    onNotice: notifySubjects,
    onState: (state) => {
      connection.value = state
      // Unlike events, notices are not repeated after a break, so everything they cover is refetched.
      if (state === 'open') notifySubjects(noticeSubjects)
      if (state === 'open') void client.refetchQueries({ type: 'active', predicate: hasFailed })
    },
    onGap: () => {
      void reloadEverything(client)
      notifyGap()
      toast('plain', 'You were offline for a while. The page has been refreshed.')
    },
    onSignedOut: checkSession,
  })
  useLiveCounts()
  const stopNews = reportFinishedJobs(session.value.user)
  onBeforeUnmount(() => {
    stop()
    stopNews()
  })
  return { connection }
}
