import { sql } from 'kysely'
import type { Actor, AgencyActor, CompanyActor } from '../../access/actor.ts'
import { permit } from '../../access/permissions.ts'
import { AppError, invalid, notFound } from '../../kernel/errors.ts'
import { oneOf } from '../../kernel/one-of.ts'
import { newId } from '../../platform/new-id.ts'
import type { Tx } from '../../platform/ports.ts'
import { standings, type ThirdParty } from './contract.ts'
import { thirdPartyKinds, type Side } from './domain/role-choices.ts'
import type { RoleFacts } from './domain/role-rules.ts'

/** How long the link of an invitation works (docs/rules.md 5), and that of a new password. */
export const invitationMs = 14 * 24 * 60 * 60_000
const passwordLinkMs = 60 * 60_000

/** Whoever manages users has an organisation. */
export type Administrator = AgencyActor | CompanyActor

export function administratorOf(actor: Actor): Administrator {
  if (actor.kind === 'platform') throw notFound('page')
  return actor
}

export function sideOf(actor: Administrator): Side {
  return actor.kind
}

/** The columns that say whose a row is, for inserts and filters. */
export function ownerOf(actor: Administrator): { agency_id: string | null; company_id: string | null } {
  return actor.kind === 'agency' ? { agency_id: actor.agencyId, company_id: null } : { agency_id: null, company_id: actor.companyId }
}

/** The same for audit entries and jobs. */
export function organisationOf(actor: Administrator): { agencyId: string } | { companyId: string } {
  return actor.kind === 'agency' ? { agencyId: actor.agencyId } : { companyId: actor.companyId }
}

function organisationId(actor: Administrator): string {
  return actor.kind === 'agency' ? actor.agencyId : actor.companyId
}

export type UserState = {
  id: string
  name: string
  email: string
  emailKey: string
  systemRoles: string[]
  complaintsRole: string | null
  standing: (typeof standings)[number]
  thirdParty: ThirdParty | null
  version: number
}

/** A user of the actor's own organisation, whom the actor may look after. Others' users are not found. */
export async function findUser(tx: Tx, actor: Administrator, id: string): Promise<UserState> {
  const row = await tx.db
    .selectFrom('account as a')
    .innerJoin('person as p', 'p.id', 'a.user_id')
    .select(['a.user_id', 'p.name', 'a.email', 'a.email_key', 'a.system_roles', 'a.complaints_role', 'a.standing', 'a.third_party_firm', 'a.third_party_kind', 'a.version'])
    .where('a.user_id', '=', id)
    .where(actor.kind === 'agency' ? 'a.agency_id' : 'a.company_id', '=', organisationId(actor))
    .executeTakeFirst()
  if (row === undefined) throw notFound('user')
  permit(actor, 'users.manage', { ownerAgencyId: actor.kind === 'agency' ? actor.agencyId : null, companyId: actor.kind === 'company' ? actor.companyId : null })
  return {
    id: row.user_id,
    name: row.name,
    email: row.email,
    emailKey: row.email_key,
    systemRoles: row.system_roles,
    complaintsRole: row.complaints_role,
    standing: oneOf(standings, row.standing),
    thirdParty: thirdPartyOf(row),
    version: row.version,
  }
}

export function thirdPartyOf(row: { third_party_firm: string | null; third_party_kind: string | null }): ThirdParty | null {
  return row.third_party_kind === null ? null : { firm: row.third_party_firm ?? '', kind: oneOf(thirdPartyKinds, row.third_party_kind) }
}

/**
 * One change of an organisation's users at a time, so that limits hold: of two administrators who demote each other at
 * the same moment, the second is no administrator any more when their turn comes.
 */
export async function holdOrganisation(tx: Tx, actor: Administrator): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`users of ${organisationId(actor)}`}, 0))`.execute(tx.db)
  const self = await tx.db.selectFrom('account').select('system_roles').where('user_id', '=', actor.userId).where('standing', '=', 'active').executeTakeFirst()
  if (self?.system_roles.includes('account_administrator') !== true) throw new AppError('forbidden', 'Your role does not allow this action.')
}

export type Administrators = { active: number; all: number }

/** Account Administrators of the actor's organisation, without the one named. */
export async function countAdministrators(tx: Tx, actor: Administrator, without?: string): Promise<Administrators> {
  let query = tx.db
    .selectFrom('account')
    .select([sql<number>`count(*)::int`.as('all'), sql<number>`(count(*) filter (where standing = 'active'))::int`.as('active')])
    .where(actor.kind === 'agency' ? 'agency_id' : 'company_id', '=', organisationId(actor))
    .where('standing', 'in', ['active', 'invited'])
    .where(sql<boolean>`'account_administrator' = any(system_roles)`)
  if (without !== undefined) query = query.where('user_id', '!=', without)
  return query.executeTakeFirstOrThrow()
}

/** What the rules for roles ask of this user. */
export async function roleFactsOf(tx: Tx, actor: Administrator, user: Pick<UserState, 'id' | 'standing' | 'systemRoles' | 'thirdParty'>): Promise<RoleFacts> {
  const others = await countAdministrators(tx, actor, user.id)
  const held = await sql<{ count: number }>`select count(*)::int as count from work_held(${user.id}) where kind in ('agency_poc', 'company_poc')`.execute(tx.db)
  const contacts = await contactsOf(tx, actor)
  return {
    side: sideOf(actor),
    isThirdParty: user.thirdParty !== null,
    otherAdministrators: others.all,
    otherActiveAdministrators: others.active,
    isActiveAdministrator: user.standing === 'active' && user.systemRoles.includes('account_administrator'),
    isComplaintsContact: contacts?.complaints_contact_id === user.id,
    pocOf: held.rows[0]?.count ?? 0,
  }
}

export async function contactsOf(tx: Tx, actor: Administrator): Promise<{ complaints_contact_id: string | null; sa_contact_id: string | null } | undefined> {
  if (actor.kind === 'agency') return undefined
  return tx.db.selectFrom('company_contacts').select(['complaints_contact_id', 'sa_contact_id']).where('company_id', '=', actor.companyId).executeTakeFirst()
}

export async function emailDomainsOf(tx: Tx, actor: Administrator): Promise<string[]> {
  const row =
    actor.kind === 'agency'
      ? await tx.db.selectFrom('agency').select('email_domains').where('id', '=', actor.agencyId).executeTakeFirstOrThrow()
      : await tx.db.selectFrom('company').select('email_domains').where('id', '=', actor.companyId).executeTakeFirstOrThrow()
  return row.email_domains
}

/** Refuses an address that somebody uses already; says so where it was a colleague's who was removed. */
export async function requireFreeEmail(tx: Tx, actor: Administrator, key: string): Promise<void> {
  const { rows } = await sql<{ taken: boolean }>`select email_is_taken(${key}) as taken`.execute(tx.db)
  if (rows[0]?.taken !== true) return
  const colleague = await tx.db
    .selectFrom('account')
    .select(['user_id', 'standing'])
    .where('email_key', '=', key)
    .where(actor.kind === 'agency' ? 'agency_id' : 'company_id', '=', organisationId(actor))
    .executeTakeFirst()
  if (colleague?.standing !== 'removed') throw emailTaken()
  const sentence = 'This e-mail address belongs to a user who was removed. Reactivate that user instead.'
  throw new AppError('invalid', sentence, { fields: { email: sentence }, current: { userId: colleague.user_id } })
}

export function emailTaken(): AppError {
  return invalid({ email: 'This e-mail address is already used.' })
}

/** Makes a link for this user; the ones of the same purpose before it stop working. Answers its ID. */
export async function makeLink(tx: Tx, userId: string, purpose: 'activation' | 'password_reset'): Promise<string> {
  const linkId = newId()
  const endsAt = new Date(tx.now.getTime() + (purpose === 'activation' ? invitationMs : passwordLinkMs))
  const { rows } = await sql<{ made: boolean }>`select make_link(${linkId}, ${userId}, ${purpose}, ${endsAt}, ${tx.now}) as made`.execute(tx.db)
  if (rows[0]?.made !== true) throw new AppError('conflict', purpose === 'activation' ? 'This user has activated their account already.' : 'Only somebody who has activated their account can be sent a link for a new password.')
  return linkId
}

/** An entry about an account, for the history that its organisation's administrators read. */
export async function auditAccount(tx: Tx, actor: Administrator, action: string, userId: string, details: Record<string, string | number | boolean | null | string[]> = {}): Promise<void> {
  await tx.audit({ action, audience: 'platform', ...organisationOf(actor), about: { kind: 'account', id: userId }, details })
}
