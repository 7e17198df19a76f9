/** The windows that programs open: forms, one at a time, and one page in the side panel. */
import { shallowReactive, shallowRef } from 'vue'
import type { Selected } from '@/entities/actions/subject'
import type { Json } from '@/lib/api'
import type { Form } from './form'

export interface FormWindow {
  readonly key: string
  readonly title: string
  readonly about: string
  readonly message: { readonly text: string; readonly isProblem: boolean } | null
  readonly form: Form
  /** Whether a program opened the form on its own initiative: then it must not capture what the user is typing. */
  readonly isUnrequested: boolean
  readonly submit: (values: Readonly<Record<string, Json>>) => void
  readonly cancel: () => void
}

export interface WidgetWindow {
  readonly title: string
  readonly address: string
  readonly selection: readonly Selected[]
}

export const forms = shallowReactive<FormWindow[]>([])
export const widget = shallowRef<WidgetWindow | null>(null)

export function showForm(form: FormWindow): void {
  forms.push(form)
}

export function closeForm(key: string): void {
  const place = forms.findIndex((form) => form.key === key)
  if (place !== -1) forms.splice(place, 1)
}

export function showWidget(window: WidgetWindow): void {
  widget.value = window
}
