import { daysBetween, addDays } from '#src/kernel/calendar.ts'
import type { CloseReason } from '#src/modules/complaints/domain/closing.ts'
import { displayId } from '#src/kernel/ids.ts'
import { record, type Complaint, type Stage } from './context.ts'
import { instant } from './rows.ts'
import type { SourceComplaint } from './source.ts'
import { closingComments, closingNotes } from './texts.ts'

/** What the company answered the CFPB decides mostly how the agency closes; every reason occurs. */
export function closeReason({ dice }: Stage, source: SourceComplaint, wasSent: boolean): CloseReason {
  if (!wasSent) {
    return dice.weigh<CloseReason>({
      duplicate: 12, invalid: 16, referred_to_federal_agency: 16, referred_to_other_state_agency: 14, referred_to_state_attorney_general: 9, cancelled_by_complainant: 12,
      complainant_ceased_communication: 9, referred_to_investigation: 4, closed_with_explanation: 30,
    })
  }
  if (source.outcome === 'Closed with monetary relief') return 'closed_with_monetary_relief'
  if (source.outcome === 'Closed with non-monetary relief') return 'closed_with_non_monetary_relief'
  return dice.weigh<CloseReason>({
    closed_with_explanation: 66, closed_with_monetary_relief: 9, closed_with_non_monetary_relief: 8, complainant_ceased_communication: 6, cancelled_by_complainant: 5,
    referred_to_investigation: 3, referred_to_state_attorney_general: 3,
  })
}

type Closing = { source: SourceComplaint; receivedOn: string; at: number; wasSent: boolean }

export function tellClosing(stage: Stage, complaint: Complaint, { source, receivedOn, at, wasSent }: Closing): void {
  const { dice, rows, agency, company, moments } = stage
  const reason = closeReason(stage, source, wasSent)
  const relief = reason === 'closed_with_monetary_relief'
  const closureId = dice.id(at)
  const daysOpen = Math.max(0, daysBetween(receivedOn, moments.dateOf(at)))
  rows.add('closure', {
    id: closureId, complaint_id: complaint.id, agency_id: agency.id, company_id: wasSent ? company.id : null, reason,
    relief_amount: relief ? dice.between(25, dice.chance(0.2) ? 9_000 : 900).toFixed(2) : null,
    relief_paid_on: relief ? addDays(moments.dateOf(at), -dice.whole(0, 9)) : null,
    reason_reference: reference(stage, complaint, reason),
    notes: dice.pick(closingNotes), comments_to_company: wasSent ? dice.pick(closingComments) : '', days_open: daysOpen, closed_by: complaint.poc.id, closed_at: instant(at),
  })
  record(stage, complaint, at, { action: 'complaint.closed', audience: 'agency', by: complaint.poc, about: { kind: 'closure', id: closureId }, details: { reason, daysOpen } })
  if (wasSent) record(stage, complaint, at, { action: 'complaint.closed_for_company', audience: 'company', by: complaint.poc })
}

function reference({ dice, otherAgencies }: Stage, complaint: Complaint, reason: CloseReason): string | null {
  if (reason === 'duplicate') return displayId('complaint', Math.max(101, complaint.number - dice.whole(1, 60)))
  return reason === 'referred_to_other_state_agency' ? dice.pick(otherAgencies).name : null
}
