import { z } from 'zod'
import { CalendarDate, Id, Instant, pageOf, Paging, Person, requiredText, text } from '../../kernel/shapes.ts'
import { accessStates } from './domain/sharing-states.ts'

/** Access of one agency to another's complaint: asked for, decided, revoked; and who can see a complaint (docs/rules.md 6). */
const AccessState = z.enum(accessStates)
const AgencyRef = z.object({ id: Id, name: z.string(), shortName: z.string() })

export const AccessRequest = z
  .object({
    id: Id,
    complaint: z.object({ id: Id, number: z.string(), subjectName: z.string(), status: z.string() }),
    owner: AgencyRef.describe('The agency that was asked, and decides'),
    requester: AgencyRef,
    state: AccessState,
    comments: z.string(),
    requestedBy: Person.nullable(),
    requestedAt: Instant,
    decidedBy: Person.nullable(),
    decidedAt: Instant.nullable(),
    decisionComments: z.string(),
    endedBy: Person.nullable().describe('Who withdrew the request or removed the access'),
    endedAt: Instant.nullable(),
    endComments: z.string(),
    endedByReferral: z.boolean().describe('It ended because the complaint went to another agency'),
    changedAt: Instant,
    can: z.array(z.enum(['accept', 'reject', 'revoke', 'withdraw'])).describe('What this actor may do with it now'),
  })
  .meta({ id: 'AccessRequest' })
export type AccessRequest = z.infer<typeof AccessRequest>
export const AccessPage = pageOf(AccessRequest)

/** The four tabs of both reports: what waits for us, what we decided, what we wait for, what became of ours. */
export const sharingTabs = ['incoming', 'decisions', 'outgoing', 'history'] as const
export type SharingTab = (typeof sharingTabs)[number]
const filters = {
  tab: z.enum(sharingTabs).default('incoming'),
  agencyId: Id.optional().describe('The other agency'),
  from: CalendarDate.optional().describe('Of the latest change, in the zone of the reader’s agency'),
  to: CalendarDate.optional(),
}
export const ListAccess = z.object({ ...filters, state: AccessState.optional(), ...Paging })
export type ListAccess = z.infer<typeof ListAccess>
export const ExportAccess = z.strictObject({ ...filters, state: AccessState.optional(), format: z.enum(['csv', 'xlsx']).default('csv') })
export type ExportAccess = z.infer<typeof ExportAccess>

export const SharingCounts = z.object({
  access: z.object({ incoming: z.number().int(), outgoing: z.number().int() }),
  referrals: z.object({ incoming: z.number().int(), outgoing: z.number().int() }),
})
export type SharingCounts = z.infer<typeof SharingCounts>

export const AskAccess = z.strictObject({ comments: requiredText(4_000, 'Say why your agency needs the details.').describe('Read by the owner’s Complaint Supervisors') })
export type AskAccess = z.infer<typeof AskAccess>
export const DecideAccess = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('accept'), comments: text(4_000).default('') }),
  z.strictObject({ decision: z.literal('reject'), comments: requiredText(4_000, 'Say why you reject it.') }),
])
export type DecideAccess = z.infer<typeof DecideAccess>
export const RevokeAccess = z.strictObject({ comments: requiredText(4_000, 'Say why you remove the access.') })
export type RevokeAccess = z.infer<typeof RevokeAccess>
export const AccessPath = z.object({ id: Id, accessId: Id })

/** Who can see the complaint, since when, why. Of others than the reader’s agency only for those who read the detail. */
export const Reader = z.object({
  reason: z.enum(['owner', 'access', 'former_owner', 'company', 'every_agency']),
  agency: AgencyRef.nullable(),
  company: z.object({ id: Id, name: z.string(), poc: z.string().nullable() }).nullable(),
  sees: z.enum(['all', 'detail', 'company_part', 'basic']),
  since: Instant.nullable().describe('Null where the reader may not know'),
  until: Instant.nullable().describe('Of a former owner: until when it read the detail'),
  by: z.string().nullable().describe('Who let them in'),
  from: AgencyRef.nullable().describe('By referral from, or, of a former owner, to'),
  isReader: z.boolean().describe('It is the agency that asks'),
  accessId: Id.nullable().describe('Of an access that the reader may read'),
})
export type Reader = z.infer<typeof Reader>

export const ComplaintSight = z
  .object({
    complaint: z.object({ id: Id, number: z.string(), subjectName: z.string(), status: z.string(), owner: AgencyRef, isOwn: z.boolean() }),
    readsDetail: z.boolean(),
    restricted: z.boolean().nullable().describe('Whether the complainant is for the owner alone; null where the reader does not see the detail'),
    readers: z.array(Reader),
    requests: z.array(AccessRequest).describe('Requests and accesses with their history, as far as the reader’s agency takes part; newest first, at most 200'),
    canAsk: z.boolean(),
    whyNotAsk: z.string().nullable(),
  })
  .meta({ id: 'ComplaintSight' })
export type ComplaintSight = z.infer<typeof ComplaintSight>
