/** Read and change the page's state in the URL. */
import { shallowRef, watch, type ShallowRef } from 'vue'
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router'
import { queryOf, readAddress, withLongText, type Address } from './address'

export interface PageAddress {
  readonly now: Readonly<ShallowRef<Address>>
  /** Change the URL; *push* adds a history entry. */
  go: (change: Partial<Address>, push?: boolean) => void
  /** Return the link target with *change* applied. */
  to: (change: Partial<Address>) => RouteLocationRaw
}

/** *arrived* is called when a link or the browser's history changes the URL. */
export function usePageAddress(arrived: (address: Address) => void): PageAddress {
  const route = useRoute()
  const router = useRouter()
  const path = route.path
  const now = shallowRef(readAddress(route.query))
  const same = (a: Address, b: Address): boolean =>
    a.q === b.q && JSON.stringify(queryOf(a)) === JSON.stringify(queryOf(b))

  watch(
    () => route.query,
    (query) => {
      const address = withLongText(readAddress(query), now.value)
      if (route.path !== path || same(address, now.value)) return
      now.value = address
      arrived(address)
    },
  )
  const to = (change: Partial<Address>): RouteLocationRaw => ({
    path,
    query: queryOf({ ...now.value, ...change }),
  })
  return {
    now,
    to,
    go: (change, push = false) => {
      const next = { ...now.value, ...change }
      if (same(next, now.value)) return
      now.value = next
      void router[push ? 'push' : 'replace']({ path, query: queryOf(next) })
    },
  }
}
