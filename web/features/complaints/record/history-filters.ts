import { z } from 'zod'
import { ExportHistory } from '#src/modules/complaints/history-contract.ts'
import { historyKinds, type HistoryKind } from '#src/modules/complaints/domain/history-kinds.ts'

/** "everything": what was done, and who read what. Left out: what was done. */
export const shownKinds = ['everything', ...historyKinds] as const
export const HistorySearch = z.object({
  kind: z.enum(shownKinds).optional().catch(undefined),
  side: ExportHistory.shape.side.catch(undefined),
  by: ExportHistory.shape.by.catch(undefined),
  from: ExportHistory.shape.from.catch(undefined),
  to: ExportHistory.shape.to.catch(undefined),
})
export type HistorySearch = z.infer<typeof HistorySearch>

export const kindWords: Record<(typeof shownKinds)[number], string> = {
  everything: 'Everything, reading too',
  status: 'Status and changes',
  requests: 'Requests and answers',
  documents: 'Documents',
  research: 'Research and communication',
  violations: 'Alleged violations',
  letters: 'Letters',
  discussion: 'Discussion',
  reading: 'Who read what',
}

/** As the API is asked. */
export function asked({ kind, ...rest }: HistorySearch): Omit<HistorySearch, 'kind'> & { kind?: HistoryKind[] } {
  if (kind === undefined) return rest
  return { ...rest, kind: kind === 'everything' ? [...historyKinds] : [kind] }
}
