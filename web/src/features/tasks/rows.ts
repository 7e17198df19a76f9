/** Return the row at *place*, clamped to the list. */
export function nearest<Row>(rows: readonly Row[], place: number): Row | undefined {
  return rows[Math.min(rows.length - 1, Math.max(0, place))]
}
