/** Insert an attribute into the query at the caret. */
import type { EntityType } from '@/entities/schema/schema'
import { readQuery } from './query-reading'
import type { Workbench } from './workbench'

export function insertAttribute(bench: Workbench, type: EntityType, name: string): void {
  const editor = bench.editor.value
  const text = bench.text.value
  if (editor === null) return
  if (text.trim() === '') return editor.replace(0, text.length, `select ${name} from ${type.name}`)
  const caret = editor.caret()
  const { at, words } = insertion(
    text,
    caret,
    name,
    readQuery(text, bench.schemas.value, caret).expected.at === 'words',
  )
  editor.replace(at, at, words)
}

/** Return where to insert *name*, with a comma after another projection and spaces between words. */
export function insertion(
  text: string,
  caret: number,
  name: string,
  isBehindPart: boolean,
): { at: number; words: string } {
  const before = text.slice(0, caret)
  if (isBehindPart && /^\s*select\b/i.test(before) && !/\bfrom\b/i.test(before))
    return { at: before.trimEnd().length, words: `, ${name}` }
  return {
    at: caret,
    words: `${/[\s(,.]$|^$/.test(before) ? '' : ' '}${name}${/^\w/.test(text.slice(caret)) ? ' ' : ''}`,
  }
}
