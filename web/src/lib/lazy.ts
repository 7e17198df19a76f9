/** Components that are loaded when they are needed. */
import { defineAsyncComponent, type AsyncComponentLoader, type Component } from 'vue'
import { serverReturns } from '@/lib/server-return'

const mostAttempts = 5

/** Return a component that is loaded with *loader*: again, when the server was not responding. */
export function lazily<Loaded extends Component>(loader: AsyncComponentLoader<Loaded>) {
  return defineAsyncComponent<Loaded>({
    loader,
    onError: (_error, retry, fail, attempts) => {
      if (attempts >= mostAttempts) fail()
      else void serverReturns().then(retry)
    },
  })
}
