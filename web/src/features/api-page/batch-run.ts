/** A batch in the editor: read, checked and, when changes are allowed and confirmed, sent. */
import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { ApiError, type Json } from '@/lib/api'
import { perform } from '@/lib/operations'
import { count } from '@/lib/sizes'
import { announce } from '@/ui/announcer'
import { confirmed } from '@/ui/confirm'
import { questionFor, readBatch } from './batch-changes'
import type { JsonProblem } from './json-reading'

export type BatchRun = ReturnType<typeof useBatch>

/** Kept until the tab is reloaded: never in the URL or in storage. */
const text = ref('')

export function useBatch(allowsChanges: Readonly<Ref<boolean>>) {
  const cache = useQueryClient()
  const read = computed(() => readBatch(text.value))
  const problem = shallowRef<JsonProblem | null>(null)
  const isRefused = ref(false)
  const sending = useMutation({
    mutationFn: (operations: readonly Json[]) => perform(operations),
    onSuccess: (done) => {
      announce(`Done: ${count(done.results.length, 'result')}`)
      return cache.invalidateQueries({ queryKey: ['row-count'] })
    },
    onError: (error) => announce(`Error: ${error.message}`),
  })

  watch([text, allowsChanges], () => {
    problem.value = null
    isRefused.value = false
  })

  async function run(): Promise<void> {
    if (text.value.trim() === '' || sending.isPending.value) return
    sending.reset()
    if ('problem' in read.value) {
      problem.value = read.value.problem
      announce(`Error: ${read.value.problem.message}`)
      return
    }
    const { operations, changes } = read.value.batch
    isRefused.value = changes.length > 0 && !allowsChanges.value
    if (isRefused.value) return announce('Not sent: this page is read-only')
    if (changes.length === 0 || (await confirmed(questionFor(changes)))) sending.mutate(operations)
  }

  const changes = computed(() => ('batch' in read.value ? read.value.batch.changes : []))
  const refusal = computed(() => (sending.error.value instanceof ApiError ? sending.error.value : null))
  return { text, read, changes, problem, isRefused, refusal, sending, allowsChanges, run }
}
