import type { Kysely } from 'kysely'
import type { Actor } from '../access/actor.ts'
import type { Clock } from '../kernel/clock.ts'
import type { DB } from './database/schema.ts'

/** Jobs by name, with what each needs. IDs only: the queue holds no personal data. */
export type Jobs = {
  notify: { eventId: string; event: NotifyEvent; complaintId: string; requestIds?: string[]; userIds?: string[]; by: string | null }
  'send-mail': { mailId: string }
  'scan-document': { documentId: string }
  'expire-uploads': Record<string, never>
}
export type JobName = keyof Jobs

/** What happened, for those who must hear of it (docs/rules.md 9). */
export type NotifyEvent = 'requests_sent' | 'poc_assigned' | 'response_submitted' | 'request_canceled' | 'complaint_closed'

export type AuditEntry = {
  /** "complaint.closed": what it is about and what was done. */
  action: string
  audience: 'agency' | 'company' | 'both' | 'platform'
  agencyId?: string | null
  companyId?: string | null
  complaintId?: string | null
  about?: { kind: string; id: string }
  /** Field names, statuses, counts and IDs; never personal data. */
  details?: Record<string, string | number | boolean | null | string[]>
}

/** One database transaction, in which row-level security sees `actor` and nobody else. */
export type Tx = {
  db: Kysely<DB>
  actor: Actor | JobActor | Nobody
  now: Date
  audit(...entries: AuditEntry[]): Promise<void>
  /** Records that the actor read something, unless the same reading was recorded within five minutes. */
  auditRead(entry: AuditEntry & { complaintId: string }): Promise<void>
  enqueue<N extends JobName>(job: N, payload: Jobs[N], options?: { key?: string; runAt?: Date }): Promise<void>
}

/** A job of the system itself, or nobody yet: signing in and public pages, through narrow functions only. */
export type JobActor = { kind: 'job' }
export type Nobody = { kind: 'nobody' }

/** Opaque, encrypted positions in lists. `open` throws `invalid` for what was not sealed here. */
export type CursorCodec = { seal(value: unknown): string; open(text: string): unknown }

/** Encryption of what must be read again, under SECRETS_KEY. `open` answers null for what was not sealed for this purpose. */
export type SecretPurpose = 'cursor' | 'second-factor'
export type SecretBox = { seal(purpose: SecretPurpose, text: string): string; open(purpose: SecretPurpose, sealed: string): string | null }

/** What every command and query is given. */
export type Deps = {
  clock: Clock
  cursors: CursorCodec
  secrets: SecretBox
  /** Commits when `work` resolves; rolls back and rethrows when it rejects. Deadlocks are tried again, so `work` must do nothing but database work. */
  transaction<T>(actor: Actor | JobActor | Nobody, work: (tx: Tx) => Promise<T>): Promise<T>
}
