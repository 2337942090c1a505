import { z } from 'zod'
import { CalendarDate, Id, Instant, pageOf, Paging, Person, requiredText, text, Version } from '../../kernel/shapes.ts'
import { sharingTabs } from './access-contract.ts'
import { referralStates } from './domain/sharing-states.ts'

/** Referral of a complaint to another agency, as both agencies see it (docs/rules.md 6). */
export const ReferralState = z.enum(referralStates)
const AgencyRef = z.object({ id: Id, name: z.string(), shortName: z.string() })

export const Referral = z
  .object({
    id: Id,
    complaint: z.object({ id: Id, number: z.string(), subjectName: z.string() }),
    from: AgencyRef,
    to: AgencyRef,
    state: ReferralState,
    comments: z.string(),
    sentBy: Person,
    sentAt: Instant,
    decidedBy: Person.nullable().describe('Who accepted, rejected, withdrew or canceled it'),
    decidedAt: Instant.nullable(),
    decisionComments: z.string(),
    can: z.array(z.enum(['accept', 'reject', 'withdraw'])).describe('What this actor may do with it now'),
  })
  .meta({ id: 'Referral' })
export type Referral = z.infer<typeof Referral>
export const ReferralList = z.object({ items: z.array(Referral) })
export const ReferralPage = pageOf(Referral)

const referralFilters = {
  state: ReferralState.optional(),
  agencyId: Id.optional().describe('The other agency'),
  from: CalendarDate.optional().describe('Of the decision, else of the sending, in the zone of the reader’s agency'),
  to: CalendarDate.optional(),
}
export const ListReferrals = z.object({
  direction: z.enum(['incoming', 'outgoing']).default('incoming'),
  tab: z.enum(sharingTabs).optional().describe('incoming: to decide; decisions: of your agency; outgoing: waiting; history: of what your agency sent. Outweighs `direction`'),
  ...referralFilters,
  ...Paging,
})
export type ListReferrals = z.infer<typeof ListReferrals>
export const ExportReferrals = z.strictObject({ tab: z.enum(sharingTabs).default('incoming'), ...referralFilters, format: z.enum(['csv', 'xlsx']).default('csv') })
export type ExportReferrals = z.infer<typeof ExportReferrals>

export const ReferComplaint = z.strictObject({
  version: Version,
  toAgencyId: z.string().pipe(z.uuid('Choose the agency.')).describe('An agency with an active Complaint Supervisor or Manager'),
  comments: requiredText(4_000, 'Say why you refer it.').describe('Read by the receiver before it decides'),
})
export type ReferComplaint = z.infer<typeof ReferComplaint>

export const DecideReferral = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('accept'), agencyPocId: z.uuid({ error: 'Choose who will work on it.' }).describe('A Complaint Supervisor or Manager of your agency'), comments: text(4_000).default('') }),
  z.strictObject({ decision: z.literal('reject'), comments: requiredText(4_000, 'Say why you do not take it.') }),
])
export type DecideReferral = z.infer<typeof DecideReferral>

export const ReferralPath = z.object({ id: Id, referralId: Id })
export const ReceiverList = z.object({ items: z.array(AgencyRef.extend({ state: z.string() })) })
