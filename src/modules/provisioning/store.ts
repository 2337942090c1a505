import { sql } from 'kysely'
import type { Tx } from '../../platform/ports.ts'
import type { Provisioner } from './provisioner.ts'
import type { ScimRow } from './domain/scim-user.ts'

export type ClientOwner = {
  client_id: string
  user_id: string
  agency_id: string | null
  company_id: string | null
  system_roles: string[]
  standing: string
  time_zone: string
  enrollment: string | null
}

/** Whose token it is, and writes down that it was used. Revoked ones are not found. */
export async function findClient(tx: Tx, hash: Buffer): Promise<ClientOwner | undefined> {
  return (await sql<ClientOwner>`select * from find_scim_client(${hash}, ${tx.now})`.execute(tx.db)).rows[0]
}

/** Seconds that an address has to wait after so many wrong tokens; 0: none, and this one was counted. */
export async function countWrongToken(tx: Tx, addressKey: Buffer, free: number): Promise<number> {
  const { rows } = await sql<{ wait: number }>`select count_sign_in_attempt(${addressKey}, ${free}, ${tx.now}) as wait`.execute(tx.db)
  return rows[0]?.wait ?? 0
}

/**
 * The organisation's own users as its directory sees them: third parties belong to other firms, and what the directory
 * deleted is gone for it until somebody reactivates the account here.
 */
export function ownUsers(tx: Tx, { actor }: Provisioner) {
  return tx.db
    .selectFrom('account as a')
    .innerJoin('person as p', 'p.id', 'a.user_id')
    .where(actor.kind === 'agency' ? 'a.agency_id' : 'a.company_id', '=', actor.kind === 'agency' ? actor.agencyId : actor.companyId)
    .where('a.third_party_kind', 'is', null)
}

export const columns = ['a.user_id', 'a.email', 'a.standing', 'a.system_roles', 'a.complaints_role', 'a.scim_external_id', 'a.created_at', 'a.version', 'p.name', 'p.title', 'p.phone'] as const
export const notDeleted = sql<boolean>`(a.scim_deleted_at is null or a.standing <> 'removed')`

export async function findOwnUser(tx: Tx, by: Provisioner, id: string): Promise<ScimRow | undefined> {
  return ownUsers(tx, by).select(columns).where('a.user_id', '=', id).where(notDeleted).executeTakeFirst()
}

/** Also one that the directory deleted. */
export async function findByEmail(tx: Tx, by: Provisioner, key: string): Promise<(ScimRow & { gone: boolean }) | undefined> {
  return ownUsers(tx, by).select(columns).select(sql<boolean>`not ${notDeleted}`.as('gone')).where('a.email_key', '=', key).executeTakeFirst()
}

export async function externalIdTaken(tx: Tx, by: Provisioner, externalId: string, except: string | null): Promise<boolean> {
  let query = ownUsers(tx, by).select('a.user_id').where('a.scim_external_id', '=', externalId).where(notDeleted)
  if (except !== null) query = query.where('a.user_id', '!=', except)
  return (await query.executeTakeFirst()) !== undefined
}

export async function setExternalId(tx: Tx, id: string, externalId: string | null): Promise<void> {
  await tx.db.updateTable('account').set({ scim_external_id: externalId }).where('user_id', '=', id).execute()
}

/** `at` null: the account is there again. */
export async function setDeleted(tx: Tx, id: string, at: Date | null): Promise<void> {
  await tx.db.updateTable('account').set({ scim_deleted_at: at, ...(at !== null && { scim_external_id: null }) }).where('user_id', '=', id).execute()
}

/** One entry for each thing that the directory asked for, beside those of the commands that did it. */
export async function auditProvisioning(tx: Tx, { actor, clientId }: Provisioner, userId: string, asked: string, fields: string[] = []): Promise<void> {
  const owner = actor.kind === 'agency' ? { agencyId: actor.agencyId } : { companyId: actor.companyId }
  await tx.audit({ action: 'account.provisioned', audience: 'platform', ...owner, about: { kind: 'account', id: userId }, details: { via: 'scim', client: clientId, asked, fields } })
}
