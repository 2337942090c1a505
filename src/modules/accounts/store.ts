import { sql } from 'kysely'
import type { Tx } from '../../platform/ports.ts'

/** The narrow functions of migrations 0003 and 0015, which alone reach credentials, sessions and counts of attempts. */

/** `password_hash` is null for whoever signs in without a password. */
export type Candidate = { user_id: string; password_hash: string | null; has_second_factor: boolean; agency_id: string | null; company_id: string | null }

export async function findCandidate(tx: Tx, emailKey: string): Promise<Candidate | undefined> {
  return (await sql<Candidate>`select * from sign_in_candidate(${emailKey})`.execute(tx.db)).rows[0]
}

/** Seconds to wait; 0 when the attempt may be made, which is then counted. */
export async function countAttempt(tx: Tx, key: Buffer, free: number): Promise<number> {
  const { rows } = await sql<{ wait: number }>`select count_sign_in_attempt(${key}, ${free}, ${tx.now}) as wait`.execute(tx.db)
  return rows[0]?.wait ?? 0
}

export async function isBlocked(tx: Tx, key: Buffer): Promise<boolean> {
  const { rows } = await sql<{ blocked: boolean }>`select sign_in_blocked(${key}, ${tx.now}) as blocked`.execute(tx.db)
  return rows[0]?.blocked ?? false
}

export async function forgiveAttempt(tx: Tx, key: Buffer, options: { wholly: boolean }): Promise<void> {
  await sql`select forgive_sign_in_attempt(${key}, ${options.wholly})`.execute(tx.db)
}

export async function beginSession(tx: Tx, session: { id: string; tokenHash: Buffer; userId: string; address: string; userAgent: string | null }): Promise<void> {
  await sql`select begin_session(${session.id}, ${session.tokenHash}, ${session.userId}, ${session.address}, ${session.userAgent}, ${tx.now})`.execute(tx.db)
}

export type SessionRow = {
  id: string
  state: 'password_done' | 'active'
  created_at: Date
  last_active_at: Date
  ended_at: Date | null
  user_id: string
  kind: 'agency' | 'company' | 'platform'
  agency_id: string | null
  company_id: string | null
  system_roles: string[]
  complaints_role: string | null
  standing: string
  name: string
  email: string
  organisation_code: string | null
  company_number: number | null
  organisation_name: string | null
  organisation_short_name: string | null
  time_zone: string
  is_complaints_contact: boolean
  enrollment: string | null
  terms_version: string | null
  method: 'password' | 'passkey' | 'sso'
  confirmed_at: Date | null
}

export async function findSession(tx: Tx, tokenHash: Buffer): Promise<SessionRow | undefined> {
  return (await sql<SessionRow>`select * from find_session(${tokenHash})`.execute(tx.db)).rows[0]
}

export async function touchSession(tx: Tx, id: string): Promise<void> {
  await sql`select touch_session(${id}, ${tx.now})`.execute(tx.db)
}

export async function endSession(tx: Tx, tokenHash: Buffer): Promise<{ user_id: string; agency_id: string | null; company_id: string | null } | undefined> {
  return (await sql<{ user_id: string; agency_id: string | null; company_id: string | null }>`select * from end_session(${tokenHash}, ${tx.now})`.execute(tx.db)).rows[0]
}

/** Both sealed. */
export async function secondFactorOf(tx: Tx, sessionId: string): Promise<{ second_factor: string | null; second_factor_pending: string | null } | undefined> {
  return (await sql<{ second_factor: string | null; second_factor_pending: string | null }>`select * from second_factor_of(${sessionId})`.execute(tx.db)).rows[0]
}

/** False where the account has a second factor already. */
export async function offerSecondFactor(tx: Tx, sessionId: string, sealed: string): Promise<boolean> {
  const { rows } = await sql<{ offered: boolean }>`select offer_second_factor(${sessionId}, ${sealed}) as offered`.execute(tx.db)
  return rows[0]?.offered ?? false
}

export type Completion = 'done' | 'used' | 'gone'

export async function completeSignIn(tx: Tx, sessionId: string, tokenHash: Buffer, step: number, options: { provesPending: boolean }): Promise<Completion> {
  const { rows } = await sql<{ outcome: Completion }>`select complete_sign_in(${sessionId}, ${tokenHash}, ${step}, ${options.provesPending}, ${tx.now}) as outcome`.execute(tx.db)
  return rows[0]?.outcome ?? 'gone'
}

/** Makes a session active after a proof other than an app's code. False when it was not waiting any more. */
export async function activateSession(tx: Tx, sessionId: string, tokenHash: Buffer): Promise<boolean> {
  const { rows } = await sql<{ activated: boolean }>`select activate_session(${sessionId}, ${tokenHash}, ${tx.now}) as activated`.execute(tx.db)
  return rows[0]?.activated ?? false
}

export type SecondSteps = { authenticator: boolean; passkey: boolean; recovery_code: boolean }

export async function secondStepsOf(tx: Tx, sessionId: string): Promise<SecondSteps | undefined> {
  return (await sql<SecondSteps>`select * from second_steps_of(${sessionId})`.execute(tx.db)).rows[0]
}

/** False for a code that is not this user's, or was used. */
export async function applyRecoveryCode(tx: Tx, sessionId: string, hash: Buffer): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`select use_recovery_code(${sessionId}, ${hash}, ${tx.now}) as used`.execute(tx.db)
  return rows[0]?.used ?? false
}

export type SeenDevice = { id: string; userId: string; tokenHash: Buffer; address: string; userAgent: string | null }

export async function recogniseDevice(tx: Tx, device: SeenDevice): Promise<'known' | 'new' | 'first'> {
  const { rows } = await sql<{ seen: 'known' | 'new' | 'first' }>`select recognise_device(${device.id}, ${device.userId}, ${device.tokenHash}, ${device.address}, ${device.userAgent}, ${tx.now}) as seen`.execute(tx.db)
  return rows[0]?.seen ?? 'new'
}

export async function isKnownDevice(tx: Tx, emailKey: string, tokenHash: Buffer): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`select is_known_device(${emailKey}, ${tokenHash}) as known`.execute(tx.db)
  return rows[0]?.known ?? false
}

export type TrainingRow = {
  email: string
  second_factor: string
  name: string
  kind: 'agency' | 'company'
  organisation_name: string
  organisation_code: string | null
  company_number: number | null
  system_roles: string[]
  complaints_role: string | null
  is_complaints_contact: boolean
}

export async function listTrainingAccounts(tx: Tx): Promise<TrainingRow[]> {
  return (await sql<TrainingRow>`select * from training_accounts()`.execute(tx.db)).rows
}

export async function listTrainingPlatformAccounts(tx: Tx): Promise<Pick<TrainingRow, 'email' | 'second_factor' | 'name'>[]> {
  return (await sql<Pick<TrainingRow, 'email' | 'second_factor' | 'name'>>`select * from training_platform_accounts()`.execute(tx.db)).rows
}
