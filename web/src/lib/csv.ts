/**
 * Parse text separated by commas, semicolons or tabs; quoted cells may contain separators, line ends and doubled
 * quotes.
 */
export function csvRows(text: string): string[][] {
  const separator = separatorOf(text)
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quotedCell = false
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index)
    if (quotedCell) {
      if (letter !== '"') cell += letter
      else if (text[index + 1] === '"') cell += text.charAt((index += 1))
      else quotedCell = false
    } else if (letter === '"' && cell === '') quotedCell = true
    else if (letter === separator) {
      row.push(cell)
      cell = ''
    } else if (letter === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')])
      row = []
      cell = ''
    } else cell += letter
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell])
  return rows
}

/** Return the most frequent separator in the first line. */
function separatorOf(text: string): string {
  const first = text.slice(0, text.search(/\n|$/))
  const amount = (mark: string): number => first.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (amount(mark) > amount(best) ? mark : best))
}
