import { sql } from 'kysely'
import type { Actor, CompanyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { addDays, daysBetween } from '../../../kernel/calendar.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError, invalid, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { requireVersion } from '../../complaints/index.ts'
import type { NameDeputy } from '../deputy-contract.ts'
import { daysProblems } from '../domain/deputies.ts'
import { companyOnly } from '../store.ts'
import { changeHands } from './follow-deputies.ts'

/**
 * Somebody acts as Company POC for a colleague who is away, instead of that colleague and not beside them
 * (docs/rules.md 1). One names a deputy for oneself; an Account Administrator for anybody.
 */
export async function nameDeputy(deps: Deps, actor: Actor, input: NameDeputy): Promise<string> {
  const namer = companyOnly(actor)
  return deps.transaction(namer, async (tx) => {
    permit(namer, 'deputy.name', { companyId: namer.companyId })
    requireTheirs(namer, input.userId)
    refuse(daysProblems(input, dateIn(namer.timeZone, tx.now), daysBetween(input.from, input.until) + 1))
    await holdCompany(tx, namer.companyId)
    await requireColleagues(tx, namer, input)
    const startsAt = await midnight(tx, input.from, namer.timeZone)
    const endsAt = await midnight(tx, addDays(input.until, 1), namer.timeZone)
    await requireFree(tx, input, startsAt, endsAt)
    const id = newId()
    await tx.db
      .insertInto('company_deputy')
      .values({ id, company_id: namer.companyId, user_id: input.userId, deputy_id: input.deputyId, starts_at: startsAt, ends_at: endsAt, set_by: namer.userId, set_at: tx.now })
      .execute()
    await tx.audit({ action: 'deputy.named', audience: 'company', companyId: namer.companyId, about: { kind: 'person', id: input.userId }, details: { deputy: input.deputyId, from: input.from, until: input.until } })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'deputy_named', companyId: namer.companyId, userId: input.deputyId, deputyId: id, by: namer.userId })
    if (startsAt <= tx.now) await changeHands(tx, namer.companyId, namer.userId)
    else await tx.enqueue('follow-deputies', {}, { key: `follow-deputies:${id}:begin`, runAt: startsAt })
    await tx.enqueue('follow-deputies', {}, { key: `follow-deputies:${id}:end`, runAt: endsAt })
    return id
  })
}

/** Ends a deputy's days now, or takes back what has not begun. Whoever was away acts again at once. */
export async function endDeputy(deps: Deps, actor: Actor, id: string, input: { version: number }): Promise<void> {
  const ender = companyOnly(actor)
  await deps.transaction(ender, async (tx) => {
    const found = await tx.db.selectFrom('company_deputy').select(['user_id', 'deputy_id']).where('id', '=', id).executeTakeFirst()
    if (found === undefined) throw notFound('deputy')
    permit(ender, 'deputy.name', { companyId: ender.companyId })
    requireTheirs(ender, found.user_id)
    await holdCompany(tx, ender.companyId)
    const held = await tx.db.selectFrom('company_deputy').select(['version', 'ended_at', 'ends_at']).where('id', '=', id).executeTakeFirstOrThrow()
    requireVersion(held, input.version)
    if (held.ended_at !== null || held.ends_at <= tx.now) throw new AppError('conflict', 'These days are over already.')
    await tx.db.updateTable('company_deputy').set({ ended_at: tx.now, ended_by: ender.userId, version: held.version + 1 }).where('id', '=', id).execute()
    await tx.audit({ action: 'deputy.ended', audience: 'company', companyId: ender.companyId, about: { kind: 'person', id: found.user_id }, details: { deputy: found.deputy_id } })
    await changeHands(tx, ender.companyId, ender.userId)
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'deputy_ended', companyId: ender.companyId, userId: found.deputy_id, deputyId: id, by: ender.userId })
  })
}

/** For oneself, or for anybody as an Account Administrator. */
function requireTheirs(actor: CompanyActor, userId: string): void {
  if (actor.userId !== userId && !actor.systemRoles.includes('account_administrator')) throw new AppError('forbidden', 'Only an Account Administrator can do this for a colleague.')
}

/** Two deputies of one company are named one after the other, so that neither overlaps the other. */
async function holdCompany(tx: Tx, companyId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ses-deputies:' || ${companyId}, 0))`.execute(tx.db)
}

async function requireColleagues(tx: Tx, actor: CompanyActor, { userId, deputyId }: NameDeputy): Promise<void> {
  if (userId === deputyId) throw invalid({ deputyId: 'Choose somebody else than the colleague who is away.' })
  const known = await tx.db.selectFrom('account').select('user_id').where('user_id', 'in', [userId, deputyId]).where('company_id', '=', actor.companyId).where('standing', '=', 'active').where('complaints_role', '=', 'manage').execute()
  const may = new Set(known.map((row) => row.user_id))
  if (!may.has(userId)) throw invalid({ userId: 'Only a colleague who may manage complaints can be a Company POC and need a deputy.' })
  if (!may.has(deputyId)) throw invalid({ deputyId: 'Choose a colleague who may manage complaints.' })
}

async function requireFree(tx: Tx, { userId, deputyId }: NameDeputy, startsAt: Date, endsAt: Date): Promise<void> {
  const taken = await tx.db.selectFrom('company_deputy').select('user_id').where('user_id', 'in', [userId, deputyId]).where('ended_at', 'is', null).where('starts_at', '<', endsAt).where('ends_at', '>', startsAt).execute()
  if (taken.some((row) => row.user_id === userId)) throw invalid({ from: 'These days overlap with another deputy of this colleague. End that one first, or choose other days.' })
  if (taken.length > 0) throw invalid({ deputyId: 'This colleague is away on some of these days and has a deputy. Choose somebody else, or other days.' })
}

async function midnight(tx: Tx, date: string, zone: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select (${date}::date::timestamp at time zone ${zone}) as at`.execute(tx.db)
  const at = rows[0]?.at
  if (at === undefined) throw new Error('The database gave no moment.')
  return at
}

function refuse(problems: Record<string, string>): void {
  if (Object.keys(problems).length > 0) throw invalid(problems)
}
