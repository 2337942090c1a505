import { sql } from 'kysely'
import type { Tx } from '../../../platform/ports.ts'

/** The narrow functions of migration 0015, and a person's own passkeys under their policy. */

export type CeremonyKind = 'passkey_sign_in' | 'passkey_registration' | 'passkey_confirmation'
export type CeremonyRow = { user_id: string | null; session_id: string | null; data: unknown }

export async function beginCeremony(tx: Tx, ceremony: { hash: Buffer; kind: CeremonyKind; userId: string | null; sessionId: string | null; data: object }): Promise<void> {
  await sql`select begin_ceremony(${ceremony.hash}, ${ceremony.kind}, ${ceremony.userId}, ${ceremony.sessionId}, ${JSON.stringify(ceremony.data)}::jsonb, ${tx.now})`.execute(tx.db)
}

/** Once, and within ten minutes. */
export async function takeCeremony(tx: Tx, hash: Buffer, kind: CeremonyKind): Promise<CeremonyRow | undefined> {
  return (await sql<CeremonyRow>`select * from take_ceremony(${hash}, ${kind}, ${tx.now})`.execute(tx.db)).rows[0]
}

export type KnownCredential = { credential_id: Buffer; transports: string[] }

/** Of whoever gave the password in this session. */
export async function passkeysOfSession(tx: Tx, sessionId: string): Promise<KnownCredential[]> {
  return (await sql<KnownCredential>`select * from passkeys_of_session(${sessionId})`.execute(tx.db)).rows
}

export type FoundPasskey = { id: string; user_id: string; public_key: Buffer; counter: string; agency_id: string | null; company_id: string | null }

/** Of an active account. */
export async function findPasskey(tx: Tx, credentialId: Buffer): Promise<FoundPasskey | undefined> {
  return (await sql<FoundPasskey>`select id, user_id, public_key, counter, agency_id, company_id from find_passkey(${credentialId})`.execute(tx.db)).rows[0]
}

/** False where the key's counter did not grow. */
export async function countUse(tx: Tx, passkeyId: string, counter: number): Promise<boolean> {
  const { rows } = await sql<{ grown: boolean }>`select use_passkey(${passkeyId}, ${counter}, ${tx.now}) as grown`.execute(tx.db)
  return rows[0]?.grown ?? false
}

export async function markMethod(tx: Tx, sessionId: string): Promise<void> {
  await sql`select mark_session_method(${sessionId}, 'passkey')`.execute(tx.db)
}

export type NewPasskey = { id: string; credentialId: Buffer; publicKey: Buffer; counter: number; transports: string[]; backedUp: boolean; name: string }

/** 'has_one': a second factor of some kind is there; 'taken': this passkey is registered. */
export async function addFirstPasskey(tx: Tx, sessionId: string, passkey: NewPasskey): Promise<'done' | 'gone' | 'has_one' | 'taken'> {
  const { rows } = await sql<{ outcome: 'done' | 'gone' | 'has_one' | 'taken' }>`select add_first_passkey(${sessionId}, ${passkey.id}, ${passkey.credentialId}, ${passkey.publicKey},
    ${passkey.counter}, ${passkey.transports}, ${passkey.backedUp}, ${passkey.name}, ${tx.now}) as outcome`.execute(tx.db)
  return rows[0]?.outcome ?? 'gone'
}

/** False where it is registered already, for whomever. */
export async function addPasskey(tx: Tx, userId: string, passkey: NewPasskey): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('passkey')
    .values({
      id: passkey.id, user_id: userId, credential_id: passkey.credentialId, public_key: passkey.publicKey, counter: passkey.counter,
      transports: passkey.transports, backed_up: passkey.backedUp, name: passkey.name, created_at: tx.now,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** One's own, the newest last. Locked: what is decided by their number holds until the transaction ends. */
export function lockOwnPasskeys(tx: Tx, userId: string) {
  return tx.db.selectFrom('passkey').select(['id', 'credential_id', 'transports']).where('user_id', '=', userId).orderBy('created_at').forUpdate().execute()
}

export async function hasOwnAuthenticator(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ authenticator: boolean }>`select authenticator from own_second_factors()`.execute(tx.db)
  return rows[0]?.authenticator ?? false
}
