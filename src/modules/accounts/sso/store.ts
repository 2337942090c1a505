import { sql } from 'kysely'
import type { Tx } from '../../../platform/ports.ts'

/** The narrow functions of migration 0015 that single sign-on needs. */

/** Sealed, as it holds what proves that an answer belongs to this browser. */
export async function beginSignOn(tx: Tx, tokenHash: Buffer, sealed: string): Promise<void> {
  await sql`select begin_ceremony(${tokenHash}, 'sso', null, null, ${JSON.stringify({ sealed })}::jsonb, ${tx.now})`.execute(tx.db)
}

/** Once, within ten minutes. */
export async function takeSignOn(tx: Tx, tokenHash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ data: { sealed: string } }>`select data from take_ceremony(${tokenHash}, 'sso', ${tx.now})`.execute(tx.db)
  return rows[0]?.data.sealed
}

export type SignOnCandidate = { user_id: string; linked: boolean; standing: 'active' | 'invited'; has_second_factor: boolean; agency_id: string | null; company_id: string | null }

/** `emailKey` null: only whoever was linked before. */
export async function signOnCandidates(tx: Tx, issuer: string, subject: string, emailKey: string | null): Promise<SignOnCandidate[]> {
  return (await sql<SignOnCandidate>`select * from sso_candidate(${issuer}, ${subject}, ${emailKey})`.execute(tx.db)).rows
}

export async function linkIdentity(tx: Tx, userId: string, issuer: string, subject: string): Promise<void> {
  await sql`select link_sso(${userId}, ${issuer}, ${subject}, ${tx.now})`.execute(tx.db)
}

export async function markSignOn(tx: Tx, sessionId: string): Promise<void> {
  await sql`select mark_session_method(${sessionId}, 'sso')`.execute(tx.db)
}
