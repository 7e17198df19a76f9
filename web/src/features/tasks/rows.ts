/** The row at *place*, or the one at the end beyond which it lies. */
export function nearest<Row>(rows: readonly Row[], place: number): Row | undefined {
  return rows[Math.min(rows.length - 1, Math.max(0, place))]
}
