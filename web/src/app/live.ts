/** One event stream for the page: it keeps jobs true, and tells the person what became of them. */
import { useQueryClient } from '@tanstack/vue-query'
import { onBeforeUnmount, ref, type Ref } from 'vue'
import { tellGap, tellNews } from '@/entities/news'
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
    onState: (state) => (connection.value = state),
    onGap: () => {
      void reloadEverything(client)
      tellGap()
      toast('plain', 'The connection was away for long. What you see has been loaded again.')
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
