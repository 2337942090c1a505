import { z } from 'zod'
import { CalendarDate, Id, Instant, pageOf, Paging, Person, requiredText, text, Version } from '../../kernel/shapes.ts'
import { DocumentItem } from '../documents/contract.ts'
import { channels, lackingOf, parties, researchKinds } from './domain/research-words.ts'

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time such as 14:30.').meta({ example: '14:30' })

const fields = {
  kind: z.enum(researchKinds),
  channel: z.enum(channels).nullish().describe('Required for a communication'),
  party: z.enum(parties).nullish().describe('Required for a communication'),
  withWhom: text(200).default('').describe('Name of the person, or where it was looked up'),
  happenedOn: CalendarDate.describe("When it took place, in the agency's zone; not in the future"),
  happenedAt: TimeOfDay.nullish().describe('The time of day, where it is known'),
  text: requiredText(10_000, 'Write what was found or said.'),
}

type Note = Parameters<typeof lackingOf>[0]
function checkNote(check: { value: Note; issues: unknown[] }): void {
  for (const [field, message] of Object.entries(lackingOf(check.value))) check.issues.push({ code: 'custom', path: [field], message, input: check.value })
}

export const AddResearch = z.strictObject(fields).check(checkNote)
export type AddResearch = z.infer<typeof AddResearch>
export const UpdateResearch = z.strictObject({ version: Version, ...fields }).check(checkNote)
export type UpdateResearch = z.infer<typeof UpdateResearch>

/** Agencies only: the owner, and agencies with access. */
export const ResearchEntry = z
  .object({
    id: Id,
    complaintId: Id,
    kind: z.enum(researchKinds),
    channel: z.enum(channels).nullable(),
    party: z.enum(parties).nullable(),
    withWhom: z.string(),
    happenedOn: CalendarDate,
    happenedAt: TimeOfDay.nullable(),
    text: z.string(),
    letterId: Id.nullable().describe('The letter that this communication was'),
    createdBy: Person,
    createdAt: Instant,
    updatedBy: Person.nullable(),
    updatedAt: Instant.nullable(),
    documents: z.array(DocumentItem),
    version: Version,
    canChange: z.boolean().describe('Update it, add documents to it, remove it'),
  })
  .meta({ id: 'ResearchEntry' })
export type ResearchEntry = z.infer<typeof ResearchEntry>
export const ResearchPage = pageOf(ResearchEntry)

export const ListResearch = z.object({ kind: z.enum(researchKinds).optional(), channel: z.enum(channels).optional(), party: z.enum(parties).optional(), ...Paging })
export type ListResearch = z.infer<typeof ListResearch>
