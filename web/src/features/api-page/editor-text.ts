/** Edit a text area, and locate positions in the text below it. */

/** Replace a part of *area* with *words* as if typed, so that the browser's undo works. */
export function write(
  area: HTMLTextAreaElement,
  from: number,
  to: number,
  words: string,
  caretBack = 0,
): void {
  area.focus()
  area.setSelectionRange(from, to)
  // Deprecated but without a replacement: nothing else preserves the undo history.
  const written =
    words === '' ? document.execCommand('delete') : document.execCommand('insertText', false, words)
  if (!written) area.setRangeText(words, from, to, 'end')
  const caret = from + words.length - caretBack
  area.setSelectionRange(caret, caret)
}

/** Return the position in *frame* just below the line of *offset* in *text*. */
export function placeOf(
  text: HTMLElement,
  frame: HTMLElement,
  offset: number,
): { left: string; top: string } {
  const outer = frame.getBoundingClientRect()
  const inner = rectangleAt(text, offset)
  const widest = 360
  const left = Math.max(0, Math.min(inner.left - outer.left - 8, outer.width - widest))
  return { left: `${Math.round(left)}px`, top: `${Math.round(inner.bottom - outer.top + 4)}px` }
}

function rectangleAt(text: HTMLElement, offset: number): DOMRect {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  let left = offset
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0
    if (left < length || (left === length && walker.nextNode() === null)) {
      const range = document.createRange()
      range.setStart(node, left)
      range.setEnd(node, Math.min(left + 1, length))
      return range.getBoundingClientRect()
    }
    left -= length
  }
  return text.getBoundingClientRect()
}
