/** Wait for a server that is not responding, and find out whether it has a new version of this interface. */

const firstWait = 500
const longestWait = 5000

/** Return when the server responds. Rejects when *signal* aborts. */
export async function serverReturns(signal?: AbortSignal): Promise<void> {
  for (let wait = firstWait; !(await isThere(signal)); wait = Math.min(longestWait, wait * 1.5))
    await new Promise((resolve) => setTimeout(resolve, wait))
  signal?.throwIfAborted()
}

async function isThere(signal?: AbortSignal): Promise<boolean> {
  try {
    return (await fetch('/health', { cache: 'no-store', signal })).ok
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    return false
  }
}

/** Return whether the server has another build of the interface than this page; false when it is unknown. */
export async function isOutdated(): Promise<boolean> {
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute('src')
  if (own === undefined || own === null || !own.includes('/assets/')) return false
  try {
    const response = await fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } })
    return response.ok && !(await response.text()).includes(own)
  } catch {
    return false
  }
}

/** Return whether *error* means that a part of the interface did not load. */
export function isLoadingError(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|importing a module script|preload|module script failed/i.test(error.message)
  )
}
