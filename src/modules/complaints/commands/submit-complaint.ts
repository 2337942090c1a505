import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { SubmitComplaint } from '../contract.ts'
import { requireComplete, subjectKinds } from '../domain/intake.ts'
import { moveTo } from '../domain/lifecycle.ts'
import { agencyOf, findComplaint, indexForSearch, lockComplaint, requireVersion, targetOf } from '../store.ts'

/** A complete draft becomes a complaint in progress; its submitter becomes Agency POC (docs/rules.md 3). */
export async function submitComplaint(deps: Deps, actor: Actor, id: string, input: SubmitComplaint): Promise<void> {
  const submitter = agencyOf(actor)
  await deps.transaction(submitter, async (tx) => {
    permit(submitter, 'complaint.submit', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    const status = moveTo(complaint.status, 'in_progress')
    const entered = await tx.db
      .selectFrom('complaint as c')
      .innerJoin('complaint_detail as d', 'd.complaint_id', 'c.id')
      .innerJoin('complainant as p', 'p.complaint_id', 'c.id')
      .select(['c.transaction_date', 'c.product_id', 'c.issue_id', 'd.received_via', 'd.narrative', 'p.first_name', 'p.last_name'])
      .where('c.id', '=', id)
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
    await tx.db
      .updateTable('complaint')
      .set({ status, agency_poc_id: submitter.userId, version: complaint.version + 1 })
      .where('id', '=', id)
      .execute()
    await indexForSearch(tx, id)
    await tx.audit({ action: 'complaint.submitted', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: id, details: { review: input.review } })
  })
}
