/** The event stream of the page: it updates jobs and reports when they end. */
import { useQueryClient } from '@tanstack/vue-query'
import { onBeforeUnmount, ref, type Ref } from 'vue'
import { noticed, tellGap, tellNews, tellNotice } from '@/entities/news'
import { liveJobs } from '@/entities/job/live-jobs'
import { reloadEverything } from '@/entities/job/job-queries'
import { useSession } from '@/entities/session/session'
import type { StreamState } from '@/lib/event-stream'
import { askWhoIAm, followEvents } from '@/lib/shared-stream'
import { toast } from '@/ui/toasts'
import { tellJobNews } from './job-news'

export function useLive(): { connection: Readonly<Ref<StreamState>> } {
  const client = useQueryClient()
  const session = useSession()
  const connection = ref<StreamState>('connecting')
  const tellJobs = liveJobs(client)
  const stop = followEvents(session.value.user.id, session.value.cursor, {
    onEvent: (event) => {
      tellJobs(event)
      tellNews(event)
    },
    onNotice: tellNotice,
    onState: (state) => {
      connection.value = state
      // Unlike events, notices are not repeated after a break, so everything they cover is refetched.
      if (state === 'open') tellNotice(noticed)
    },
    onGap: () => {
      void reloadEverything(client)
      tellGap()
      toast('plain', 'You were offline for a while. The page has been refreshed.')
    },
    onSignedOut: askWhoIAm,
  })
  const stopNews = tellJobNews(session.value.user.id)
  onBeforeUnmount(() => {
    stop()
    stopNews()
  })
  return { connection }
}
