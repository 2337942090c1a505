/** What a complaint's history is filtered by. Readings are a kind of their own: they soon outnumber what was done. */
export const historyKinds = ['status', 'requests', 'documents', 'research', 'violations', 'letters', 'discussion', 'reading'] as const
export type HistoryKind = (typeof historyKinds)[number]

/** Looking without changing that is not called ".read". The index audit_entry_deeds names the same. */
export const otherReadings = ['complaint.found', 'complaint.exported', 'complaint.viewed_as_company', 'history.exported', 'document.previewed', 'document.selection_read'] as const

/** The first word of the actions of each kind. All others are about the complaint itself: status and changes. */
export const subjectsOf = {
  requests: ['information_request', 'response'],
  documents: ['document'],
  research: ['research'],
  violations: ['violation'],
  letters: ['letter'],
  discussion: ['discussion'],
} as const satisfies Partial<Record<HistoryKind, readonly string[]>>

export function isReading(action: string): boolean {
  return action.endsWith('.read') || otherReadings.some((one) => one === action)
}

export function kindOf(action: string): HistoryKind {
  if (isReading(action)) return 'reading'
  const subject = action.split('.')[0]
  const kinds = Object.keys(subjectsOf) as (keyof typeof subjectsOf)[]
  return kinds.find((kind) => subjectsOf[kind].some((one) => one === subject)) ?? 'status'
}
