import { z } from 'zod'
import { Id, Instant, Paging, Person } from '../../kernel/shapes.ts'

/** As many documents as one selection may hold. */
export const mostSelected = 500
export const SelectDocuments = z.strictObject({ ids: z.array(Id).min(1, 'Choose at least one document.').max(mostSelected, `Choose at most ${String(mostSelected)} documents at a time.`) })
export type SelectDocuments = z.infer<typeof SelectDocuments>

/** How many people opened each document: previewed it or downloaded it, alone or in a ZIP. Documents that nobody opened are left out. */
export const OpeningCounts = z.object({ items: z.array(z.object({ documentId: Id, people: z.number().int(), lastAt: Instant })) })
export type OpeningCounts = z.infer<typeof OpeningCounts>

export const ListOpenings = z.object({ ...Paging })
export const Opening = z.object({
  id: Id,
  at: Instant,
  by: Person,
  organisation: z.string(),
  how: z.enum(['downloaded', 'previewed', 'in_zip']),
})
export type Opening = z.infer<typeof Opening>
export const OpeningPage = z.object({ items: z.array(Opening), next: z.string().nullable() })
