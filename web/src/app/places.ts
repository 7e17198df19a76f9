/**
 * Where the user was on each page: what was scrolled, and which link or row had the focus.
 *
 * Going back restores both. Lists scroll within the page, so the browser does not do it.
 */
import type { Router } from 'vue-router'

interface Place {
  readonly scrolled: readonly (readonly [selector: string, top: number, left: number])[]
  readonly focus: string | null
}

const kept = 50
const patience = 3000
const places = new Map<string, Place>()
let restoring = 0

export function rememberPlaces(router: Router): void {
  router.beforeEach((to, from) => {
    restoring += 1
    if (from.matched.length === 0 || to.path === from.path) return
    places.delete(from.fullPath)
    places.set(from.fullPath, currentPlace())
    const oldest = places.keys().next().value
    if (places.size > kept && oldest !== undefined) places.delete(oldest)
  })
}

/** Return to the remembered place on the page *path*, as soon as enough of it is drawn. */
export function restorePlace(path: string): void {
  const place = places.get(path)
  if (place === undefined) return
  const turn = (restoring += 1)
  const until = performance.now() + patience
  const stop = (): void => {
    restoring += 1
  }
  for (const input of ['wheel', 'pointerdown', 'keydown'])
    addEventListener(input, stop, { once: true, capture: true, passive: true })
  const attempt = (): void => {
    if (turn !== restoring) return
    const isScrolled = place.scrolled.map(scrollAgain).every(Boolean)
    const target = place.focus === null ? null : document.querySelector<HTMLElement>(place.focus)
    target?.focus({ preventScroll: true })
    const isDone = isScrolled && (place.focus === null || target !== null)
    if (!isDone && performance.now() < until) requestAnimationFrame(attempt)
  }
  requestAnimationFrame(attempt)
}

function scrollAgain([selector, top, left]: Place['scrolled'][number]): boolean {
  const element = document.querySelector(selector)
  if (element === null) return false
  element.scrollTo(left, top)
  return Math.abs(element.scrollTop - top) < 2
}

function currentPlace(): Place {
  const scrolled = [document.documentElement, ...document.querySelectorAll('#content *')].flatMap(
    (element) =>
      element.scrollTop > 0 || element.scrollLeft > 0
        ? [[pathTo(element), element.scrollTop, element.scrollLeft] as const]
        : [],
  )
  return { scrolled, focus: focusOf(document.activeElement) }
}

function focusOf(element: Element | null): string | null {
  if (element?.closest('#content') == null) return null
  const row = element.closest('[data-job-id]')?.getAttribute('data-job-id') ?? null
  if (row !== null) return `#content [data-job-id="${CSS.escape(row)}"] [data-row-main]`
  const address = element.getAttribute('href')
  return address === null ? null : `#content a[href="${CSS.escape(address)}"]`
}

function pathTo(element: Element): string {
  if (element === document.documentElement) return 'html'
  if (element.id !== '') return `#${CSS.escape(element.id)}`
  const parent = element.parentElement
  if (parent === null) return 'html'
  return `${pathTo(parent)} > :nth-child(${[...parent.children].indexOf(element) + 1})`
}
