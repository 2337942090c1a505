import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { isOverdue, opensOn } from '../domain/verification-due.ts'
import { administratorOf, contactsOf, type Administrator } from '../store.ts'
import type { CurrentVerification } from '../verification-contract.ts'
import { presentUser, usersOf } from './user-rows.ts'

/** The verification that the actor's organisation has to do now, and when the next one comes. */
export async function readVerification(deps: Pick<Deps, 'transaction'>, actor: Actor): Promise<CurrentVerification> {
  const administrator = administratorOf(actor)
  permit(administrator, 'users.manage')
  return deps.transaction(administrator, (tx) => currentVerification(tx, administrator))
}

export async function currentVerification(tx: Tx, actor: Administrator): Promise<CurrentVerification> {
  const open = await openVerificationOf(tx, actor)
  const last = await lastVerificationOf(tx, actor)
  const today = dateIn(actor.timeZone, tx.now)
  return {
    verification: open === undefined ? null : { id: open.id, openedAt: open.opened_at.toISOString(), dueOn: open.due_on, overdue: isOverdue(open.due_on, today), users: await usersToVerify(tx, actor) },
    last: last === undefined ? null : { doneAt: last.done_at.toISOString(), by: last.by, users: last.users_seen ?? 0 },
    nextOn: open === undefined ? await nextOn(tx, actor, last?.done_at ?? null, today) : null,
  }
}

function ownVerifications(tx: Tx, actor: Administrator) {
  const query = tx.db.selectFrom('user_verification as v')
  return actor.kind === 'agency' ? query.where('v.agency_id', '=', actor.agencyId) : query.where('v.company_id', '=', actor.companyId)
}

async function openVerificationOf(tx: Tx, actor: Administrator) {
  return ownVerifications(tx, actor).select(['v.id', 'v.opened_at', 'v.due_on']).where('v.done_at', 'is', null).executeTakeFirst()
}

async function lastVerificationOf(tx: Tx, actor: Administrator) {
  return ownVerifications(tx, actor)
    .innerJoin('person as p', 'p.id', 'v.done_by')
    .select(['v.users_seen', 'p.name as by', sql<Date>`v.done_at`.as('done_at')])
    .where('v.done_at', 'is not', null)
    .orderBy('v.done_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Everybody who can sign in or could soon: third parties too. */
async function usersToVerify(tx: Tx, actor: Administrator) {
  const rows = await usersOf(tx, actor)
    .where('a.standing', 'in', ['active', 'invited'])
    .orderBy(sql`a.last_sign_in_at asc nulls first, lower(p.name), a.user_id`)
    .execute()
  const contacts = await contactsOf(tx, actor)
  return rows.map((row) => presentUser(row, actor, contacts))
}

async function nextOn(tx: Tx, actor: Administrator, lastDone: Date | null, today: string): Promise<string | null> {
  const since = lastDone === null ? await beganOn(tx, actor) : dateIn(actor.timeZone, lastDone)
  if (since === null) return null
  const opens = opensOn(actor.kind, since)
  return opens < today ? today : opens
}

/** Since when the organisation has users to verify. */
async function beganOn(tx: Tx, actor: Administrator): Promise<string | null> {
  if (actor.kind === 'agency') {
    const row = await tx.db.selectFrom('agency').select('participates_since').where('id', '=', actor.agencyId).executeTakeFirst()
    return row?.participates_since ?? null
  }
  const row = await tx.db
    .selectFrom('company as c')
    .leftJoin('enrollment as e', (join) => join.onRef('e.company_id', '=', 'c.id').on('e.state', '=', 'complete'))
    .select(sql<Date>`coalesce(e.completed_at, c.created_at)`.as('since'))
    .where('c.id', '=', actor.companyId)
    .where('c.enrollment', '=', 'complete')
    .executeTakeFirst()
  return row === undefined ? null : dateIn(actor.timeZone, row.since)
}
