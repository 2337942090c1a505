import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { invalid } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { Reassign } from '../contract.ts'
import { finishTasks } from '../../notifications/index.ts'
import { followDeputies } from '../follow-deputies.ts'
import { handOver } from '../held-work.ts'
import { auditAccount, ownerOf, type Administrator } from '../store.ts'
import { changeUser } from './change-user.ts'

/** Gives all that a user holds to a colleague who handles complaints. */
export async function reassignWork(deps: Deps, actor: Actor, id: string, input: Reassign): Promise<void> {
  await changeUser(deps, actor, id, undefined, async (tx, user, administrator) => {
    await giveWork(tx, administrator, user.id, input.toUserId, 'toUserId')
  })
}

export async function giveWork(tx: Tx, actor: Administrator, userId: string, heirId: string, field: string): Promise<void> {
  const { rows } = await sql<{ user_id: string }>`select user_id from work_load() where user_id = ${heirId} and user_id <> ${userId}`.execute(tx.db)
  if (rows.length === 0) throw invalid({ [field]: actor.kind === 'agency' ? 'Choose a Complaint Supervisor or Complaint Manager of your agency.' : 'Choose a colleague who may manage complaints.' })
  const complaints = await handOver(tx, actor, userId, heirId)
  await followDeputies(tx, actor)
  await auditAccount(tx, actor, 'account.work_reassigned', userId, { to: heirId, complaints })
  await finishTakeOver(tx, actor)
}

/** The task to take over what removed users left behind is done when none of them holds anything any more. */
async function finishTakeOver(tx: Tx, actor: Administrator): Promise<void> {
  const owner = ownerOf(actor)
  const { rows } = await sql`
    select 1 from account a cross join lateral work_held(a.user_id) w
    where a.standing = 'removed' and (a.agency_id = ${owner.agency_id} or a.company_id = ${owner.company_id}) limit 1`.execute(tx.db)
  if (rows.length === 0) await finishTasks(tx, { kind: 'take_over_work' })
}
