import { sql } from 'kysely'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Tx } from '../../../platform/ports.ts'
import { roleWords } from '../../accounts/domain/role-words.ts'
import { standings, type UserItem } from '../contract.ts'
import { thirdPartyOf, type Administrator, type contactsOf } from '../store.ts'

/** Accounts of the actor's own organisation with the person behind each, and until when each is locked. */
export function usersOf(tx: Tx, actor: Administrator) {
  return tx.db
    .selectFrom('account as a')
    .innerJoin('person as p', 'p.id', 'a.user_id')
    .leftJoin(sql<{ user_id: string; locked_until: Date }>`locked_accounts(${tx.now})`.as('l'), 'l.user_id', 'a.user_id')
    .select([
      'a.user_id', 'a.kind', 'p.name', 'p.title', 'a.email', 'a.system_roles', 'a.complaints_role', 'a.standing', 'a.third_party_firm', 'a.third_party_kind',
      'a.last_sign_in_at', 'a.terms_accepted_at', 'l.locked_until', 'a.invited_at', 'a.removed_at',
    ])
    .where(actor.kind === 'agency' ? 'a.agency_id' : 'a.company_id', '=', actor.kind === 'agency' ? actor.agencyId : actor.companyId)
}

export type UserRow = Awaited<ReturnType<ReturnType<typeof usersOf>['executeTakeFirstOrThrow']>>
export type Contacts = Awaited<ReturnType<typeof contactsOf>>

export function presentUser(row: UserRow, actor: Administrator, contacts: Contacts): UserItem {
  const isComplaintsContact = contacts?.complaints_contact_id === row.user_id
  return {
    id: row.user_id,
    name: row.name,
    title: row.title,
    email: row.email,
    systemRoles: row.system_roles,
    complaintsRole: row.complaints_role,
    // A designation is said beside the roles, not among them.
    roles: roleWords({ kind: row.kind, systemRoles: row.system_roles, complaintsRole: row.complaints_role, isComplaintsContact: false }),
    standing: oneOf(standings, row.standing),
    thirdParty: thirdPartyOf(row),
    designations: [...(isComplaintsContact ? (['complaints_contact'] as const) : []), ...(contacts?.sa_contact_id === row.user_id ? (['sa_contact'] as const) : [])],
    lastSignInAt: instant(row.last_sign_in_at),
    termsAcceptedAt: instant(row.terms_accepted_at),
    lockedUntil: instant(row.locked_until),
    invitedAt: instant(row.invited_at),
    removedAt: instant(row.removed_at),
    isSelf: row.user_id === actor.userId,
  }
}

export function instant(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
