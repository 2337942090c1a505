import { z } from 'zod'
import { Id, Instant, Person, requiredText, text } from '../../kernel/shapes.ts'
import { statuses } from './domain/lifecycle.ts'

/** What a complaint can be related to: docs/rules.md 3. */
export const relatedKinds = ['activity', 'complaint', 'company', 'entity', 'individual', 'agent_location'] as const
export type RelatedKind = (typeof relatedKinds)[number]

const reference = (example: string) => requiredText(40, 'Enter the ID.').meta({ example })
const NmlsId = z.string().trim().regex(/^\d{1,12}$/, 'An NMLS ID has digits only, at most 12.')

/** Each kind is found by the ID that people know; an individual by NMLS ID or name, an agent location by its name. */
export const AddRelated = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('activity'), reference: reference('SA-000078').describe('ID of the supervisory activity') }),
  z.strictObject({ kind: z.literal('complaint'), reference: reference('C-001234').describe('ID of a complaint that the actor may see') }),
  z.strictObject({ kind: z.literal('company'), reference: reference('SES-001187').describe('SES ID or NMLS ID') }),
  z.strictObject({ kind: z.literal('entity'), reference: reference('ETN-000012').describe('Entity Tracking Number') }),
  z.strictObject({
    kind: z.literal('individual'),
    nmlsId: NmlsId.optional().describe('Required where no name is given'),
    name: text(200).optional().describe('First and last name'),
  }),
  z.strictObject({
    kind: z.literal('agent_location'),
    name: requiredText(300, "Enter the agent's name."),
    address: text(300).default(''),
    contact: text(300).default('').describe('Phone, e-mail, or whom to ask for'),
  }),
])
export type AddRelated = z.infer<typeof AddRelated>

export const RelatedRecord = z
  .object({
    id: Id,
    kind: z.enum(relatedKinds),
    label: z.string().describe('An ID or a name, as it was when it was related'),
    complaint: z.object({ id: Id, number: z.string(), status: z.enum(statuses), subjectName: z.string(), agency: z.string() }).nullable(),
    company: z.object({ id: Id, sesId: z.string(), nmlsId: z.string().nullable(), name: z.string() }).nullable(),
    entity: z.object({ id: Id, number: z.string(), name: z.string() }).nullable(),
    /** An individual of the NMLS directory, with the company under which it is licensed. */
    individual: z.object({ id: Id, name: z.string(), companyId: Id, companyName: z.string() }).nullable(),
    nmlsId: z.string().nullable(),
    address: z.string(),
    contact: z.string(),
    isReverse: z.boolean().describe('The relation was made on the other complaint, and is removed there'),
    addedBy: Person.nullable(),
    addedAt: Instant,
  })
  .meta({ id: 'RelatedRecord' })
export type RelatedRecord = z.infer<typeof RelatedRecord>

export const RelatedList = z.object({ items: z.array(RelatedRecord), can: z.array(z.enum(['add', 'remove'])) })
export type RelatedList = z.infer<typeof RelatedList>

export const ByRelated = z.object({ id: Id, relatedId: Id })
