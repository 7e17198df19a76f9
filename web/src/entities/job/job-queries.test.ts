import { QueryClient, type InfiniteData } from '@tanstack/vue-query'
import { expect, it } from 'vitest'
import { readJob } from './job'
import { everyJob, type JobFilter, type JobOrder } from './job-filter'
import { enterListings, jobListingOptions, leaveListings, settleListing, type Listing } from './job-queries'
import { ingest, logPosition } from './job-table'

type ListingKey = ReturnType<typeof jobListingOptions>['queryKey']

const client = new QueryClient()

function known(id: string, hour: number, more: object = {}): void {
  ingest(
    [
      readJob({
        id,
        status: 'running',
        user_id: 'u1',
        created_at: `2026-11-24T${String(hour).padStart(2, '0')}:00:00`,
        ...more,
      }),
    ],
    logPosition(),
  )
}

function listed(
  filter: Partial<JobFilter>,
  pages: readonly Listing[],
  order: JobOrder = '-created',
): (() => string[][]) & { readonly key: ListingKey } {
  const { queryKey: key } = jobListingOptions({ ...everyJob, ...filter }, Math.random(), order)
  client.setQueryData<InfiniteData<Listing>>(key, {
    pages: [...pages],
    pageParams: pages.map((_page, index) => index),
  })
  const read = (): string[][] =>
    client.getQueryData<InfiniteData<Listing>>(key)?.pages.map((page) => [...page.ids]) ?? []
  return Object.assign(read, { key })
}

for (const [id, hour] of [
  ['ten', 10],
  ['eight', 8],
  ['six', 6],
  ['four', 4],
] as const)
  known(id, hour)

it('inserts a new job by age', () => {
  const pages = listed({}, [
    { ids: ['eight', 'six'], next: 2 },
    { ids: ['four'], next: null },
  ])
  known('new', 11)
  known('seven', 7)
  known('one', 1)
  enterListings(client, ['new', 'seven', 'one', 'eight'])
  expect(pages()).toEqual([
    ['new', 'eight', 'seven', 'six'],
    ['four', 'one'],
  ])
})

it('leaves an older job to the next page', () => {
  const pages = listed({}, [{ ids: ['eight'], next: 1 }])
  enterListings(client, ['six'])
  expect(pages()).toEqual([['eight']])
})

it('fills an empty list', () => {
  const pages = listed({}, [{ ids: [], next: null }])
  enterListings(client, ['ten'])
  expect(pages()).toEqual([['ten']])
})

it('adds only matching jobs to a filtered list and keeps the others', () => {
  known('failed', 9, { status: 'failed' })
  const failed = listed({ statuses: ['failed'] }, [{ ids: ['eight'], next: null }])
  const others = listed({ ownerId: 'u2' }, [{ ids: [], next: null }])
  enterListings(client, ['failed', 'ten'])
  expect(failed()).toEqual([['failed', 'eight']])
  expect(others()).toEqual([[]])
})

it('removes jobs from every list', () => {
  const pages = listed({}, [{ ids: ['eight', 'six'], next: null }])
  leaveListings(client, ['eight'])
  expect(pages()).toEqual([['six']])
})

it('inserts at the other end of a list with the oldest first', () => {
  const pages = listed({}, [{ ids: ['four', 'six'], next: null }], 'created')
  enterListings(client, ['ten'])
  expect(pages()).toEqual([['four', 'six', 'ten']])
})

it('inserts nothing into a list that the server must sort', () => {
  const pages = listed({}, [{ ids: ['eight'], next: null }], 'title')
  enterListings(client, ['ten'])
  expect(pages()).toEqual([['eight']])
})

it('removes jobs that no longer match', () => {
  const pages = listed({ statuses: ['running'] }, [{ ids: ['ten', 'eight'], next: null }])
  known('ten', 10, { status: 'done' })
  settleListing(client, pages.key)
  expect(pages()).toEqual([['eight']])
})
