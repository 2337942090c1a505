/** Rows from `from` on, before `to`. */
export type RowRange = { from: number; to: number }

/** "{[2,502),[1002,1502)}", as the database writes ranges of whole numbers. */
export function parseRanges(text: string): RowRange[] {
  return [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => ({ from: Number(from), to: Number(to) }))
}

export function isIn(ranges: readonly RowRange[], row: number): boolean {
  return ranges.some(({ from, to }) => row >= from && row < to)
}
