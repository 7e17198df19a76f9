/** The router, for code outside of components. */
import type { Router } from 'vue-router'

let current: Router | null = null

export function keepRouter(router: Router): Router {
  current = router
  return router
}

export function router(): Router | null {
  return current
}
