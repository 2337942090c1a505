import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { displayId, parseDisplayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { documentsByParent } from '../../documents/index.ts'
import type { ComplaintRecord } from '../contract.ts'
import { closeReasons } from '../domain/closing.ts'
import { lastDayToReopen } from '../domain/lifecycle.ts'
import type { Closures, DetailedClosure } from '../lifecycle-contract.ts'
import { agencyOf, findDetailed } from '../store.ts'

type Closure = NonNullable<ComplaintRecord['detail']>['closures'][number]

/** All closures of a complaint with its reopenings, or how it was canceled; for those who read its detail. */
export async function listClosures(deps: Deps, actor: Actor, id: string): Promise<Closures> {
  permit(actor, 'complaint.view-detail')
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const complaint = await findDetailed(tx, id)
    await tx.auditRead({ action: 'complaint.read', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: id })
    const items = await detailed(tx, await closuresOf(tx, id))
    const reopenings = await tx.db
      .selectFrom('reopening as r').innerJoin('person as p', 'p.id', 'r.reopened_by')
      .select(['r.id', 'r.reason', 'r.reopened_by', 'p.name', 'r.reopened_at'])
      .where('r.complaint_id', '=', id).orderBy('r.reopened_at', 'desc').execute()
    const canceled = await tx.db
      .selectFrom('cancellation as k').innerJoin('person as p', 'p.id', 'k.canceled_by')
      .select(['k.reason', 'k.canceled_by', 'p.name', 'k.canceled_at'])
      .where('k.complaint_id', '=', id).orderBy('k.canceled_at', 'desc').limit(1).executeTakeFirst()
    const latest = items[0]
    return {
      items,
      reopenings: reopenings.map((row) => ({ id: row.id, reason: row.reason, reopenedBy: { id: row.reopened_by, name: row.name }, reopenedAt: row.reopened_at.toISOString() })),
      cancellation: canceled === undefined ? null : { reason: canceled.reason, canceledBy: { id: canceled.canceled_by, name: canceled.name }, canceledAt: canceled.canceled_at.toISOString() },
      lastDayToReopen: complaint.status === 'closed' && latest !== undefined ? lastDayToReopen(dateIn(reader.timeZone, new Date(latest.closedAt))) : null,
    }
  })
}

async function detailed(tx: Tx, closures: readonly Closure[]): Promise<DetailedClosure[]> {
  if (closures.length === 0) return []
  const repeated = closures.flatMap(({ reason, reference }) => (reason === 'duplicate' && reference !== null ? (parseDisplayId('complaint', reference) ?? []) : []))
  const found = repeated.length === 0 ? [] : await tx.db.selectFrom('complaint').select(['id', 'number']).where('number', 'in', repeated).execute()
  const documents = await documentsByParent(tx, 'closure', closures.map(({ id }) => id))
  return closures.map((closure) => ({
    ...closure,
    referenceId: closure.reason !== 'duplicate' ? null : (found.find(({ number }) => displayId('complaint', number) === closure.reference)?.id ?? null),
    documents: (documents.get(closure.id) ?? []).map(({ id, name, size, canOpen }) => ({ id, name, size, canOpen })),
  }))
}

export async function closuresOf(tx: Tx, complaintId: string): Promise<Closure[]> {
  const rows = await tx.db
    .selectFrom('closure as k')
    .innerJoin('person as p', 'p.id', 'k.closed_by')
    .select(['k.id', 'k.reason', 'k.relief_amount', 'k.relief_paid_on', 'k.reason_reference', 'k.notes', 'k.comments_to_company', 'k.company_id', 'k.days_open', 'k.closed_by', 'p.name', 'k.closed_at'])
    .where('k.complaint_id', '=', complaintId)
    .orderBy('k.closed_at', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    reason: oneOf(closeReasons, row.reason),
    reliefAmount: row.relief_amount,
    reliefPaidOn: row.relief_paid_on,
    reference: row.reason_reference,
    notes: row.notes,
    commentsToCompany: row.comments_to_company,
    sharedWithCompany: row.company_id !== null,
    daysOpen: row.days_open,
    closedBy: { id: row.closed_by, name: row.name },
    closedAt: row.closed_at.toISOString(),
  }))
}
