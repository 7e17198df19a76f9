import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { returnAfterSignIn } from '@/entities/session/session'
import { ApiError } from '@/lib/api'
import '@/ui/tokens.css'
import '@/ui/base.css'
import '@/ui/floating.css'
import App from './app.vue'
import { followAppearance } from './appearance'
import { keepRouter } from './current-router'
import { keepPageOnErrors } from './pending-page'
import { rememberPlaces } from './places'
import { makeRouter } from './routes'

followAppearance()
returnAfterSignIn()

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // The event stream keeps the data current, so focusing the tab does not need to refetch it.
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
    },
  },
})

const router = makeRouter(client)
keepPageOnErrors(router)
rememberPlaces(router)

createApp(App).use(VueQueryPlugin, { queryClient: client }).use(keepRouter(router)).mount('#app')
