import { sql } from 'kysely'
import type { Tx } from '../../platform/ports.ts'

/** The narrow functions of migration 0015 for what proves the actor themselves, in an active session. */

export async function ownPasswordHash(tx: Tx): Promise<string | null> {
  return (await sql<{ hash: string | null }>`select own_password_hash() as hash`.execute(tx.db)).rows[0]?.hash ?? null
}

/** Ends every session of the actor (a trigger). */
export async function setOwnPassword(tx: Tx, hash: string): Promise<void> {
  await sql`select set_own_password(${hash}, ${tx.now})`.execute(tx.db)
}

export async function beginOwnSession(tx: Tx, session: { id: string; tokenHash: Buffer; address: string; userAgent: string | null }): Promise<void> {
  await sql`select begin_own_session(${session.id}, ${session.tokenHash}, ${session.address}, ${session.userAgent}, ${tx.now})`.execute(tx.db)
}

/** Sealed; null without an app. */
export async function ownAuthenticator(tx: Tx): Promise<string | null> {
  return (await sql<{ sealed: string | null }>`select own_authenticator() as sealed`.execute(tx.db)).rows[0]?.sealed ?? null
}

/** False for a code whose step was used. */
export async function applyOwnCode(tx: Tx, step: number): Promise<boolean> {
  return (await sql<{ used: boolean }>`select use_own_second_factor(${step}) as used`.execute(tx.db)).rows[0]?.used ?? false
}

export type OwnSecondFactors = { authenticator: boolean; pending: string | null; recovery_codes_left: number; has_password: boolean }

export async function ownSecondFactors(tx: Tx): Promise<OwnSecondFactors> {
  const { rows } = await sql<OwnSecondFactors>`select * from own_second_factors()`.execute(tx.db)
  return rows[0] ?? { authenticator: false, pending: null, recovery_codes_left: 0, has_password: false }
}

export async function offerOwnAuthenticator(tx: Tx, sealed: string): Promise<void> {
  await sql`select offer_own_second_factor(${sealed})`.execute(tx.db)
}

/** False when none was offered. */
export async function proveOwnAuthenticator(tx: Tx, step: number): Promise<boolean> {
  return (await sql<{ proven: boolean }>`select prove_own_second_factor(${step}, ${tx.now}) as proven`.execute(tx.db)).rows[0]?.proven ?? false
}

export async function removeOwnAuthenticator(tx: Tx): Promise<void> {
  await sql`select remove_own_authenticator(${tx.now})`.execute(tx.db)
}

export async function confirmSession(tx: Tx, sessionId: string): Promise<void> {
  await sql`select confirm_session(${sessionId}, ${tx.now})`.execute(tx.db)
}
