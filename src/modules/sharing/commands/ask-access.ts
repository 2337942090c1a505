import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findComplaint, targetOf } from '../../complaints/index.ts'
import { statuses } from '../../complaints/domain/lifecycle.ts'
import type { AskAccess } from '../access-contract.ts'
import { askObstacle } from '../domain/access-rules.ts'

/** Asks the owner of a complaint to let one's agency read its detail. The complaint is held, so that a referral or a canceling comes before or after. */
export async function askAccess(deps: Deps, actor: Actor, complaintId: string, input: AskAccess): Promise<void> {
  if (actor.kind !== 'agency') throw notFound('page')
  await deps.transaction(actor, async (tx) => {
    const found = await findComplaint(tx, complaintId)
    if (found.agencyId === actor.agencyId) throw new AppError('conflict', 'This complaint is your own agency’s.')
    permit(actor, 'complaint.request-access', targetOf(found))
    const held = await holdAnother(tx, complaintId)
    const obstacle = askObstacle(oneOf(statuses, held.status), await currentState(tx, complaintId, actor.agencyId))
    if (obstacle !== null) throw new AppError('conflict', obstacle)
    const accessId = newId()
    await tx.db
      .insertInto('complaint_access')
      .values({ id: accessId, complaint_id: complaintId, agency_id: held.agency_id, asked_agency_id: held.agency_id, requesting_agency_id: actor.agencyId, state: 'requested', requested_by: actor.userId, requested_at: tx.now, comments: input.comments })
      .execute()
    await tx.audit({ action: 'access.requested', audience: 'agency', agencyId: actor.agencyId, complaintId, about: { kind: 'complaint_access', id: accessId } })
    await tx.enqueue('notify', { eventId: accessId, event: 'access_requested', complaintId, accessId, by: actor.userId })
  })
}

async function holdAnother(tx: Tx, complaintId: string): Promise<{ agency_id: string; status: string }> {
  const { rows } = await sql<{ agency_id: string; status: string }>`select agency_id, status from lock_complaint_to_ask(${complaintId})`.execute(tx.db)
  const [held] = rows
  if (held === undefined) throw notFound('complaint')
  return held
}

/** What the agency asked for and waits for, or has. */
async function currentState(tx: Tx, complaintId: string, agencyId: string): Promise<'requested' | 'accepted' | null> {
  const row = await tx.db.selectFrom('complaint_access').select('state').where('complaint_id', '=', complaintId).where('requesting_agency_id', '=', agencyId).where('state', 'in', ['requested', 'accepted']).executeTakeFirst()
  return row === undefined ? null : oneOf(['requested', 'accepted'], row.state)
}
