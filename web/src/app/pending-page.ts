/**
 * Navigation while the server is not responding: the current page stays, and the next one opens as soon as the
 * server is back.
 */
import { shallowRef } from 'vue'
import type { Router } from 'vue-router'
import { isLoadingError, isOutdated, serverReturns } from '@/lib/server-return'
import { announce } from '@/ui/announcer'

interface PendingPage {
  readonly path: string
  readonly aborting: AbortController
}

/** The page that opens when the server is back. */
export const pendingPage = shallowRef<PendingPage | null>(null)
/** An error that leaves no page to display. */
export const pageProblem = shallowRef<unknown>(null)

const openedKey = 'callboard.opened-afresh'
const again = 20_000

export function keepPageOnErrors(router: Router): void {
  router.onError((error: unknown, to) => {
    cancelPending()
    if (router.currentRoute.value.matched.length === 0) pageProblem.value = error
    else void openLater(router, to.fullPath, error)
  })
  router.afterEach((_to, _from, failure) => {
    if (failure === undefined) {
      pageProblem.value = null
      cancelPending()
    }
  })
}

export function cancelPending(): void {
  pendingPage.value?.aborting.abort()
  pendingPage.value = null
}

async function openLater(router: Router, path: string, error: unknown): Promise<void> {
  const pending = { path, aborting: new AbortController() }
  pendingPage.value = pending
  announce('The server is not responding. The page opens when it is back.')
  try {
    await serverReturns(pending.aborting.signal)
  } catch {
    return
  }
  if (pendingPage.value !== pending) return
  // Some browsers remember that a module failed to load, and after an update its file has another name.
  if (isLoadingError(error) || (await isOutdated())) openAfresh(path, error)
  else router.push(path).catch(() => undefined)
}

/** Load the whole page at *path*, unless that was just done and did not help. */
function openAfresh(path: string, error: unknown): void {
  const [before = '', at = '0'] = (sessionStorage.getItem(openedKey) ?? '').split('\n')
  if (before === path && Date.now() - Number(at) < again) {
    cancelPending()
    pageProblem.value = error
    return
  }
  sessionStorage.setItem(openedKey, `${path}\n${Date.now()}`)
  window.location.assign(path)
}
