/** The shared state of the API explorer: the edited query and the query that was run. */
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, inject, onScopeDispose, provide, ref, shallowRef, watch, type InjectionKey } from 'vue'
import { schemasOptions } from '@/entities/schema/schema-queries'
import type { Schemas } from '@/entities/schema/schema'
import { useSession } from '@/entities/session/session'
import { ApiError } from '@/lib/api'
import { stored, store } from '@/lib/preferences'
import type { Address } from './address'
import { answerOptions, type QueryRequest } from './answer'
import { rangeOf } from './error-span'
import { usePageAddress } from './page-address'
import { pageRequest } from './paging'
import { readHistory, remembered } from './query-history'
import { readQuery } from './query-reading'
import { exampleQueries } from './starter-queries'

export interface Editor {
  focus: () => void
  /** Replace a part of the text such that the editor can undo it. */
  replace: (from: number, to: number, words: string) => void
  select: (from: number, to: number) => void
  caret: () => number
}

export type Workbench = ReturnType<typeof makeWorkbench>

const place: InjectionKey<Workbench> = Symbol('workbench')
const noSchemas: Schemas = new Map()
const pause = 300

export function provideWorkbench(): Workbench {
  const bench = makeWorkbench()
  provide(place, bench)
  return bench
}

export function useWorkbench(): Workbench {
  const bench = inject(place)
  if (bench === undefined) throw new Error('useWorkbench() must be called inside the API explorer.')
  return bench
}

function makeWorkbench() {
  const text = ref('')
  const request = shallowRef<QueryRequest | null>(null)
  const editor = shallowRef<Editor | null>(null)
  const address = usePageAddress(arrive)
  const schemasQuery = useQuery(schemasOptions)
  const schemas = computed(() => schemasQuery.data.value ?? noSchemas)
  const reading = computed(() => readQuery(text.value, schemas.value))
  const page = computed(() => {
    const current = request.value ?? { text: '', offset: null, run: 0 }
    return pageRequest(current.text, readQuery(current.text, schemas.value), current.offset)
  })
  const answer = useQuery(
    computed(() => ({
      ...answerOptions(request.value ?? { text: '', offset: null, run: 0 }, page.value),
      enabled: request.value !== null,
      placeholderData: keepPreviousData,
    })),
  )
  const { history, remember, forget } = useHistory()
  let runs = 0
  let drafting: ReturnType<typeof setTimeout> | undefined

  function load(offset: number | null): void {
    clearTimeout(drafting)
    request.value = text.value.trim() === '' ? null : { text: text.value, offset, run: (runs += 1) }
  }

  function arrive({ q, offset }: Address): void {
    if (q === text.value && offset === (request.value?.offset ?? null)) return
    text.value = q
    load(offset)
  }

  /** Run the edited query, and update the URL. */
  function run(): void {
    if (text.value.trim() === '') return editor.value?.focus()
    const isStep = beginsStep()
    load(null)
    remember(text.value)
    address.go({ q: text.value, offset: null }, isStep)
  }

  /** Show the page at *offset* of the query that was run. */
  function turn(offset: number | null): void {
    if (request.value === null) return
    text.value = request.value.text
    load(offset)
    address.go({ q: text.value, offset }, true)
  }

  /** Replace the query with *words*, and run it. */
  function open(words: string): void {
    text.value = words
    address.go({ q: words, offset: null, mode: 'query' }, true)
    run()
  }

  /** Return whether to add a history entry: after a run, but not while editing. */
  function beginsStep(): boolean {
    return address.now.value.q === (request.value?.text ?? '')
  }

  watch(text, (words) => {
    clearTimeout(drafting)
    if (words !== address.now.value.q)
      drafting = setTimeout(() => address.go({ q: words, offset: null }, beginsStep()), pause)
  })
  onScopeDispose(() => clearTimeout(drafting))
  arrive(address.now.value)

  const problem = computed(() => {
    const error = answer.error.value
    if (!(error instanceof ApiError) || request.value === null) return null
    const about = request.value.text
    return { error, range: error.span === null || about !== text.value ? null : rangeOf(about, error.span) }
  })
  const type = computed(() => schemas.value.get(address.now.value.type ?? ''))
  return {
    text,
    request,
    answer,
    page,
    problem,
    reading,
    editor,
    address,
    schemas,
    schemasQuery,
    type,
    history,
    forget,
    run,
    open,
    examples: computed(() => exampleQueries(schemas.value, type.value)),
    turn,
    firstOffset: computed(() => readQuery(request.value?.text ?? '', schemas.value).offset?.number ?? 0),
    /** Links contain the current text, even when the URL does not yet. */
    to: (change: Partial<Address>) => address.to({ q: text.value, ...change }),
  }
}

/** Past queries of the signed-in user, because users may share a browser. */
function useHistory() {
  const name = `api.history.${useSession().value.user.id}`
  const history = ref(readHistory(stored(name)))
  watch(history, (past) => store(name, past))
  return {
    history,
    remember: (words: string) => void (history.value = remembered(history.value, words, Date.now())),
    forget: () => void (history.value = []),
  }
}
