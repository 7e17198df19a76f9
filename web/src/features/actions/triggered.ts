/**
 * Forms and messages that programs open (`ftrack.action.trigger-user-interface`). They appear in all tabs of the
 * user until one is handled.
 */
import { onScopeDispose } from 'vue'
import type { Selected } from '@/entities/actions/subject'
import { fieldsOf, isFields, rowsOf, type Fields } from '@/lib/fields'
import type { HubEvent } from '@/lib/hub-packets'
import { dismissCard, launch, showNotice } from './cards'
import { isSecret } from './form'
import { outcomeOf } from './outcome'
import { closeForm, showForm, showWidget } from './windows'

let channel: BroadcastChannel | null = null

/** Close what other tabs have handled, while the calling component is mounted. */
export function useOtherTabs(userId: string): void {
  channel = new BroadcastChannel(`callboard-actions-${userId}`)
  channel.addEventListener('message', (message: MessageEvent<unknown>) => {
    if (typeof message.data !== 'string') return
    dismissCard(message.data)
    closeForm(message.data)
  })
  onScopeDispose(() => channel?.close())
}

/** Close the card or form *key* in this and all other tabs. */
export function dismissEverywhere(key: string): void {
  dismissCard(key)
  closeForm(key)
  channel?.postMessage(key)
}

export function show(event: HubEvent): void {
  if (!isFields(event.data)) return
  const outcome = outcomeOf(event.data)
  const from = senderOf(event)
  if (outcome.widget !== null) return showWidget({ ...outcome.widget, selection: selectionIn(event.data) })
  if (outcome.form !== null) return openForm(event, event.data, from)
  showNotice(event.id, from, outcome.text, event.data.success === undefined ? null : outcome.success)
}

function openForm(event: HubEvent, data: Fields, from: string): void {
  const { form, text, success } = outcomeOf(data)
  if (form === null) return
  const { actionIdentifier } = data
  const title = form.title || `Form from ${from}`
  showForm({
    key: event.id,
    title,
    about: `Opened by ${from}`,
    message: text === '' ? null : { text, isProblem: success === false },
    form,
    isUnrequested: true,
    submit: (values) => {
      dismissEverywhere(event.id)
      if (typeof actionIdentifier === 'string')
        launch(
          { actionIdentifier },
          { words: '', selection: selectionIn(data) },
          { label: title, icon: '' },
          { values, isSecret: isSecret(form) },
        )
    },
    cancel: () => dismissEverywhere(event.id),
  })
}

function selectionIn(data: Fields): Selected[] {
  const list = rowsOf(data.selection)
  return list.flatMap(({ entityType, entityId }) =>
    typeof entityType === 'string' && typeof entityId === 'string' ? [{ entityType, entityId }] : [],
  )
}

function senderOf({ source }: HubEvent): string {
  const user = fieldsOf(source.user)
  const name = typeof user.username === 'string' && user.username !== '' ? user.username : 'a program'
  return typeof source.host === 'string' && source.host !== '' ? `${name} on ${source.host}` : name
}
