import { z } from 'zod'
import { CalendarDate, Id, Instant, Person, requiredText, Version } from '../../kernel/shapes.ts'
import { Closure } from './contract.ts'

export const CancelComplaint = z.strictObject({ version: Version, reason: requiredText(4_000, 'Enter why the complaint is canceled.').describe('Seen by your agency and those with access, never by the company') })
export type CancelComplaint = z.infer<typeof CancelComplaint>

export const ReopenComplaint = z.strictObject({ version: Version, reason: requiredText(4_000, 'Enter why the complaint is reopened.') })
export type ReopenComplaint = z.infer<typeof ReopenComplaint>

/** A closure as its own list has it. */
export const DetailedClosure = Closure.extend({
  referenceId: Id.nullable().describe('Of a duplicate: the complaint that it repeats, as far as it is still there'),
  documents: z.array(z.object({ id: Id, name: z.string(), size: z.number().int(), canOpen: z.boolean() })).describe('Shared with the company by this closure'),
})
export type DetailedClosure = z.infer<typeof DetailedClosure>

/** How a complaint ended, and how it went on. */
export const Closures = z
  .object({
    items: z.array(DetailedClosure).describe('All closures, newest first'),
    reopenings: z.array(z.object({ id: Id, reason: z.string(), reopenedBy: Person, reopenedAt: Instant })).describe('Newest first'),
    cancellation: z.object({ reason: z.string(), canceledBy: Person, canceledAt: Instant }).nullable(),
    lastDayToReopen: CalendarDate.nullable().describe('Of a closed complaint: one year after the latest closure'),
  })
  .meta({ id: 'Closures' })
export type Closures = z.infer<typeof Closures>
