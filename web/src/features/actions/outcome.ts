/** Read the reply to a launch. */
import { isFields, type Fields } from '@/lib/fields'
import { formIn, type Form } from './form'
import { webAddress } from '@/lib/safe-link'

export interface Widget {
  readonly title: string
  /** Always an http or https URL. */
  readonly address: string
}

export interface Outcome {
  /** Null when the reply reports neither, for example when it only contains a form. */
  readonly success: boolean | null
  readonly text: string
  readonly form: Form | null
  readonly widget: Widget | null
  readonly jobId: string | null
}

export function outcomeOf(reply: unknown): Outcome {
  const nothing = { form: null, widget: null, jobId: null }
  if (reply === false) return { ...nothing, success: false, text: 'The action failed.' }
  if (typeof reply === 'string') return { ...nothing, success: true, text: reply }
  if (!isFields(reply)) return { ...nothing, success: true, text: 'Done.' }
  // The Python client sends this for False, [] and "".
  if (Object.keys(reply).length === 0)
    return { ...nothing, success: false, text: 'The action failed or returned no result.' }
  return outcomeIn(reply)
}

function outcomeIn(reply: Fields): Outcome {
  const widget = widgetIn(reply)
  const form = widget === null ? formIn(reply) : null
  const success = typeof reply.success === 'boolean' ? reply.success : null
  const refused = reply.type === 'widget' && widget === null && form === null
  const said = typeof reply.message === 'string' ? reply.message.trim() : ''
  const otherwise = success === false ? 'The action failed.' : form !== null || widget !== null ? '' : 'Done.'
  return {
    success: refused ? false : (success ?? (form === null && widget === null ? true : null)),
    text: refused ? 'The action returned a page URL that doesn’t use http or https.' : said || otherwise,
    form,
    widget,
    jobId:
      ([reply.job_id, reply.jobId].find((id) => typeof id === 'string' && id !== '') as string | undefined) ??
      null,
  }
}

function widgetIn(reply: Fields): Widget | null {
  const address = reply.type === 'widget' ? webAddress(reply.url) : null
  return address === null
    ? null
    : {
        address,
        title: typeof reply.title === 'string' && reply.title !== '' ? reply.title : new URL(address).host,
      }
}
