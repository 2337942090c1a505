import { z } from 'zod'
import { CalendarDate, Id, Instant, pageOf, Paging, Person } from '../../kernel/shapes.ts'
import { historyKinds } from './domain/history-kinds.ts'

/** The history of a complaint. */
export const HistoryKind = z.enum(historyKinds)
export const HistorySide = z.enum(['agency', 'company', 'system'])
export const HistoryEntry = z
  .object({
    id: Id,
    at: Instant,
    action: z.string().meta({ example: 'complaint.closed' }),
    kind: HistoryKind,
    sentence: z.string().meta({ example: 'Closed: Closed with Explanation' }),
    about: z.object({ kind: z.string(), id: Id }).nullable().describe('What it is about, when that is not the complaint itself'),
    what: z.string().nullable().describe('The name of a document or the number of a request, where the reader may know it'),
    by: z.string().describe('Name of the person, or "The system"'),
    organisation: z.string().nullable(),
    side: HistorySide,
  })
  .meta({ id: 'HistoryEntry' })
export type HistoryEntry = z.infer<typeof HistoryEntry>
export const HistoryPage = pageOf(HistoryEntry)

export const ExportHistory = z.object({
  kind: z.array(HistoryKind).max(historyKinds.length).or(HistoryKind.transform((one) => [one])).optional().describe('One or several; left out: all but reading'),
  side: HistorySide.optional().describe('Whose doing it was'),
  by: Id.optional().describe('One person'),
  from: CalendarDate.optional().describe("On or after this day, in the reader's zone"),
  to: CalendarDate.optional().describe('On or before this day'),
})
export type ExportHistory = z.infer<typeof ExportHistory>
export const ListHistory = ExportHistory.extend({ ...Paging })
export type ListHistory = z.infer<typeof ListHistory>

/** Everybody who stands in a history, by name. */
export const HistoryPeople = z.object({ items: z.array(Person.extend({ organisation: z.string().nullable(), side: z.enum(['agency', 'company']) })) })
