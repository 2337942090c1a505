import { z } from 'zod'
import { CalendarDate, Id, Instant, Person, Version } from '../../kernel/shapes.ts'

/** Who acts for a Company POC who is away. Days are the company's, the last one included. */
export const DeputyItem = z
  .object({
    id: Id,
    user: Person.describe('Who is away'),
    deputy: Person,
    from: CalendarDate,
    until: CalendarDate,
    state: z.enum(['coming', 'acting', 'over', 'ended']).describe('ended: before its last day'),
    namedBy: Person,
    namedAt: Instant,
    endedBy: Person.nullable(),
    version: Version,
    canEnd: z.boolean(),
  })
  .meta({ id: 'Deputy' })
export type DeputyItem = z.infer<typeof DeputyItem>

export const DeputyList = z.object({
  items: z.array(DeputyItem).describe('Present and coming ones first, then the latest that are over, at most 100'),
  mayNameFor: z.array(Person).describe('Colleagues for whom the reader may name a deputy'),
  colleagues: z.array(Person).describe('Who may be a deputy: those who may manage complaints'),
  today: CalendarDate.describe("In the company's zone"),
})
export type DeputyList = z.infer<typeof DeputyList>

export const NameDeputy = z.strictObject({
  userId: Id.describe('Who is away'),
  deputyId: Id,
  from: z.iso.date({ error: 'Enter the first day.' }).describe("Today or later, by the company's zone"),
  until: z.iso.date({ error: 'Enter the last day.' }).describe('The last day'),
})
export type NameDeputy = z.infer<typeof NameDeputy>
export const EndDeputy = z.strictObject({ version: Version })
