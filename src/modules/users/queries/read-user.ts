import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { UserRecord } from '../contract.ts'
import { accountHistorySentence } from '../domain/history-words.ts'
import { removalProblem } from '../domain/role-rules.ts'
import { administratorOf, contactsOf, findUser, invitationMs, roleFactsOf, type Administrator, type UserState } from '../store.ts'
import { presentUser, usersOf } from './user-rows.ts'

const Details = z.record(z.string(), z.unknown())

/** A user with all that their administrator sees and may do. */
export async function readUser(deps: Deps, actor: Actor, id: string): Promise<UserRecord> {
  const administrator = administratorOf(actor)
  return deps.transaction(administrator, async (tx) => recordOf(tx, administrator, await findUser(tx, administrator, id)))
}

export async function recordOf(tx: Tx, actor: Administrator, user: UserState): Promise<UserRecord> {
  const row = await usersOf(tx, actor).select(['a.version', 'p.phone', 'a.created_at', 'a.sso_issuer']).where('a.user_id', '=', user.id).executeTakeFirst()
  if (row === undefined) throw notFound('user')
  const item = presentUser(row, actor, await contactsOf(tx, actor))
  const roleFacts = await roleFactsOf(tx, actor, user)
  const mayNotBeRemoved = removalProblem(roleFacts, item.isSelf)
  return {
    ...item,
    version: row.version,
    phone: row.phone,
    createdAt: row.created_at.toISOString(),
    invitationEndsAt: row.standing === 'invited' && row.invited_at !== null ? new Date(row.invited_at.getTime() + invitationMs).toISOString() : null,
    signsInElsewhere: row.sso_issuer !== null,
    roleFacts,
    removalReason: user.standing === 'removed' ? await removalReasonOf(tx, user.id, row.removed_at) : null,
    mayNotBeRemoved: user.standing === 'removed' ? null : mayNotBeRemoved,
    history: await historyOf(tx, user.id),
    can: actionsOn(item, roleFacts.isThirdParty, actor, mayNotBeRemoved),
  }
}

/** Of the latest removal: one without a reason has none, whatever was said at one before it. */
async function removalReasonOf(tx: Tx, userId: string, removedAt: Date | null): Promise<string | null> {
  const row = await tx.db.selectFrom('user_removal').select('reason').where('user_id', '=', userId).where('removed_at', '=', removedAt).executeTakeFirst()
  return row?.reason ?? null
}

/** Each standing has its actions; nobody unlocks or resets themselves here, but in their own account. */
function actionsOn(item: Pick<UserRecord, 'standing' | 'lockedUntil' | 'isSelf'>, isThirdParty: boolean, actor: Administrator, mayNotBeRemoved: string | null): UserRecord['can'] {
  if (item.standing === 'removed') return ['reassign', 'reactivate']
  const always: UserRecord['can'] = ['update', 'change_roles', 'reassign']
  if (mayNotBeRemoved === null) always.push('remove')
  if (isThirdParty && actor.kind === 'company') always.push('add_agreement')
  if (item.standing === 'invited') return [...always, 'invite']
  if (item.lockedUntil !== null) always.push('unlock')
  return item.isSelf ? always : [...always, 'reset_password', 'reset_second_factor']
}

async function historyOf(tx: Tx, userId: string): Promise<UserRecord['history']> {
  const rows = await tx.db
    .selectFrom('audit_entry as e')
    .leftJoin('person as p', 'p.id', 'e.actor_id')
    .select(['e.id', 'e.at', 'e.action', 'e.details', 'p.name as by'])
    .where('e.about_kind', '=', 'account')
    .where('e.about_id', '=', userId)
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({ id: row.id, at: row.at.toISOString(), action: row.action, sentence: accountHistorySentence(row.action, Details.catch({}).parse(row.details)), by: row.by ?? 'The system' }))
}

