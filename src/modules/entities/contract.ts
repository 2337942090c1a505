import { z } from 'zod'
import { Id, Instant, pageOf, Paging, Person, requiredText, StateCode, text, Version } from '../../kernel/shapes.ts'
import { businessTypes } from '../complaints/domain/intake.ts'

/** Non-NMLS entities: unknown or unlicensed firms. Every agency's complaints users read them; the agency that created one keeps its record. */
const AgencyRef = z.object({ id: Id, name: z.string(), shortName: z.string() })
const blankIsNone = z.literal('').transform(() => null)

const entityFields = {
  name: requiredText(300, 'Enter the name that it uses.').describe('The name that it uses'),
  otherNames: text(2_000).default('').describe('A line each'),
  businessType: blankIsNone.or(z.enum(businessTypes)).nullable().default(null),
  street: text(200).default(''),
  city: text(100).default(''),
  state: blankIsNone.or(StateCode).nullable().default(null),
  zip: text(10).default(''),
  phone: text(40).default(''),
  email: z.literal('').or(z.email('Enter an e-mail address such as name@firm.example.').max(254)).default(''),
  website: text(300).default(''),
  people: text(2_000).default('').describe('Who acts for it, a line each'),
  description: text(4_000).default('').describe('What is known of it. Read by every agency: nothing about complainants'),
}

export const CreateEntity = z.strictObject(entityFields).meta({ example: { name: 'Summit Debt Relief', state: 'OH', phone: '(614) 555-0142', website: 'summit-relief.example' } })
export type CreateEntity = z.infer<typeof CreateEntity>
export const UpdateEntity = z.strictObject({ version: Version, ...entityFields })
export type UpdateEntity = z.infer<typeof UpdateEntity>

export const EntityItem = z
  .object({
    id: Id,
    etn: z.string().meta({ example: 'ETN-000012' }),
    name: z.string(),
    place: z.string(),
    agency: AgencyRef.describe('Who created it, and keeps its record'),
    businessType: z.string().nullable(),
    phone: z.string(),
    website: z.string(),
    openComplaints: z.number().int().describe('At all agencies, capped at 1000'),
    why: z.string().nullable().describe('Why it matches; null where all are listed'),
  })
  .meta({ id: 'EntityItem' })
export type EntityItem = z.infer<typeof EntityItem>
export const EntityPage = pageOf(EntityItem).meta({ id: 'EntityPage' })

export const SearchEntities = z.strictObject({
  words: z.string().trim().max(200).transform((value) => (value === '' ? undefined : value)).optional().describe('ETN, name, phone or website'),
  state: StateCode.optional(),
  cursor: Paging.cursor,
  limit: z.number().int().min(1).max(200).default(50),
})
export type SearchEntities = z.infer<typeof SearchEntities>

export const changeStates = ['open', 'done', 'declined'] as const
export const ChangeRequestItem = z
  .object({
    id: Id,
    agency: AgencyRef.describe('Who asked'),
    requestedBy: Person,
    requestedAt: Instant,
    wish: z.string(),
    state: z.enum(changeStates),
    answer: z.string(),
    decidedBy: Person.nullable(),
    decidedAt: Instant.nullable(),
  })
  .meta({ id: 'EntityChangeRequest' })
export type ChangeRequestItem = z.infer<typeof ChangeRequestItem>

export const EntityRecord = EntityItem.omit({ why: true, place: true }).extend({
  version: Version,
  otherNames: z.string(),
  street: z.string(),
  city: z.string(),
  state: z.string().nullable(),
  zip: z.string(),
  email: z.string(),
  people: z.string(),
  description: z.string(),
  createdBy: Person.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  movedTo: z
    .object({ kind: z.enum(['entity', 'company']), id: Id, number: z.string(), name: z.string(), at: Instant, by: z.string().nullable() })
    .nullable()
    .describe('Where the record went: merged into another entity, or turned into a company'),
  formerly: z.array(z.string()).describe('ETNs that were merged into it'),
  changeRequests: z.array(ChangeRequestItem).describe('The newest twenty, open ones first'),
  can: z.array(z.enum(['update', 'request-change', 'decide', 'merge', 'turn', 'complain'])),
}).meta({ id: 'EntityRecord' })
export type EntityRecord = z.infer<typeof EntityRecord>

export const RequestChange = z.strictObject({ wish: requiredText(4_000, 'Say what should be changed, and how you know.') })
export type RequestChange = z.infer<typeof RequestChange>

export const DecideChange = z
  .strictObject({ state: z.enum(['done', 'declined'], 'Choose one.'), answer: text(4_000).default('').describe('Told to the agency that asked; required to decline') })
  .refine(({ state, answer }) => state === 'done' || answer.trim() !== '', { path: ['answer'], error: 'Say why, so that the other agency knows.' })
export type DecideChange = z.infer<typeof DecideChange>
export const ByChange = z.object({ id: Id, changeId: Id })

export const MergeEntity = z.strictObject({ version: Version, into: requiredText(20, 'Enter the Entity Tracking Number of the record that stays.').describe('ETN of the record that stays').meta({ example: 'ETN-000012' }) })
export type MergeEntity = z.infer<typeof MergeEntity>
export const TurnEntity = z.strictObject({ version: Version, company: requiredText(20, 'Enter the SES ID of the company.').describe('SES ID').meta({ example: 'SES-001187' }) })
export type TurnEntity = z.infer<typeof TurnEntity>

export const EntityHistory = pageOf(z.object({ id: Id, at: Instant, sentence: z.string(), by: z.string(), organisation: z.string().nullable() }))
export type EntityHistory = z.infer<typeof EntityHistory>
