/** A deputy's days, the last one included, in the company's zone. */
export type Days = { from: string; until: string }

const longest = 366

/** What is wrong with a deputy's days, by field (docs/rules.md 1). */
export function daysProblems({ from, until }: Days, today: string, lengthInDays: number): Record<string, string> {
  if (from < today) return { from: 'A deputy can act from today on. Choose today or a later day.' }
  if (until < from) return { until: 'The last day lies before the first.' }
  if (lengthInDays > longest) return { until: 'Name a deputy for one year at most. If the colleague does not come back, assign another Point of Contact.' }
  return {}
}
