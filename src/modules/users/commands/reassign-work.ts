import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { invalid } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { Reassign } from '../contract.ts'
import { handOver } from '../held-work.ts'
import { auditAccount, type Administrator } from '../store.ts'
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
  await auditAccount(tx, actor, 'account.work_reassigned', userId, { to: heirId, complaints })
}
