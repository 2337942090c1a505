import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { invalid } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { AuditEntry, Deps, Tx } from '../../../platform/ports.ts'
import type { SubmitComplaint } from '../review-contract.ts'
import { requireComplete, subjectKinds } from '../domain/intake.ts'
import { takeStep } from '../domain/lifecycle.ts'
import { agencyOf, findComplaint, indexBasics, lockComplaint, requireVersion, targetOf, type ComplaintState } from '../store.ts'
import { requireHandler } from './change-agency-poc.ts'

/**
 * A complete draft becomes a complaint: in progress, with its submitter as Agency POC, or pending until the chosen
 * reviewer, who is told, has looked at it (docs/rules.md 3).
 */
export async function submitComplaint(deps: Deps, actor: Actor, id: string, input: SubmitComplaint): Promise<void> {
  const submitter = agencyOf(actor)
  await deps.transaction(submitter, async (tx) => {
    permit(submitter, 'complaint.submit', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    const status = takeStep(input.review === 'bypass' ? 'submit' : 'submit_for_review', complaint.status)
    await requireWhole(tx, submitter, complaint)
    const reviewerId = input.review === 'bypass' ? null : await requireReviewer(tx, submitter, input.reviewerId)
    await tx.send(
      tx.db
        .updateTable('complaint')
        .set({ status, agency_poc_id: reviewerId === null ? submitter.userId : null, reviewer_id: reviewerId, version: complaint.version + 1 })
        .where('id', '=', id),
    )
    await indexBasics(tx, id)
    const scope = { audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: id } as const
    const entries: AuditEntry[] = [{ ...scope, action: 'complaint.submitted', details: { review: input.review } }]
    if (input.review === 'preliminary') {
      await tx.send(
        tx.db
          .insertInto('preliminary_review')
          .values({ id: newId(), complaint_id: id, agency_id: complaint.agencyId, reviewer_id: input.reviewerId, asked_by: submitter.userId, asked_at: tx.now, note: input.note ?? '' }),
      )
      await tx.enqueue('notify', { eventId: newId(), event: 'review_wanted', complaintId: id, userIds: [input.reviewerId], by: submitter.userId })
      entries.push({ ...scope, action: 'complaint.review_wanted', about: { kind: 'person', id: input.reviewerId } })
    }
    await tx.audit(...entries)
  })
}

async function requireWhole(tx: Tx, submitter: AgencyActor, complaint: ComplaintState): Promise<void> {
  const entered = await tx.db
    .selectFrom('complaint as c')
    .innerJoin('complaint_detail as d', 'd.complaint_id', 'c.id')
    .innerJoin('complainant as p', 'p.complaint_id', 'c.id')
    .select(['c.transaction_date', 'c.product_id', 'c.issue_id', 'd.received_via', 'd.narrative', 'p.first_name', 'p.last_name'])
    .where('c.id', '=', complaint.id)
    .executeTakeFirstOrThrow()
  requireComplete(
    {
      subjectKind: subjectKinds.find((kind) => kind === complaint.subjectKind) ?? null,
      receivedOn: complaint.receivedOn,
      receivedVia: entered.received_via,
      transactionDate: entered.transaction_date,
      productId: entered.product_id,
      issueId: entered.issue_id,
      narrative: entered.narrative,
      complainant: { firstName: entered.first_name, lastName: entered.last_name },
    },
    dateIn(submitter.timeZone, tx.now),
  )
}

async function requireReviewer(tx: Tx, submitter: AgencyActor, reviewerId: string): Promise<string> {
  if (reviewerId === submitter.userId) throw invalid({ reviewerId: 'Choose a colleague: nobody reviews what they submit. To go on yourself, bypass the preliminary review.' })
  await requireHandler(tx, submitter, reviewerId, 'reviewerId')
  return reviewerId
}
