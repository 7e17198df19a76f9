/** Return *text* as a literal of Python, readable where possible: most queries contain double quotes. */
export function pythonText(text: string): string {
  if (!/['\\\n]/.test(text)) return `'${text}'`
  return /\n/.test(text) && !/\\|"""|"$/.test(text) ? `"""${text}"""` : JSON.stringify(text)
}
