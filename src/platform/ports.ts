import type { Kysely } from 'kysely'
import type { Actor } from '../access/actor.ts'
import type { Clock } from '../kernel/clock.ts'
import type { DB } from './database/schema.ts'

/** Jobs by name, with what each needs. IDs only: the queue holds no personal data. */
export type Jobs = {
  notify: { eventId: string; event: NotifyEvent; complaintId: string; requestIds?: string[]; userIds?: string[]; by: string | null }
  'notify-organisation': OrganisationHappening
  'send-mail': { mailId: string }
  'scan-document': { documentId: string }
  'expire-uploads': Record<string, never>
  /** Opens the verifications of users that are due. */
  'open-verifications': Record<string, never>
  /** Reads the NMLS directory from the address of the settings. */
  'import-directory': { runId: string }
}
export type JobName = keyof Jobs

/** What happened, for those who must hear of it (docs/rules.md 9). */
export type NotifyEvent = 'requests_sent' | 'poc_assigned' | 'response_submitted' | 'request_canceled' | 'complaint_closed'

/** What happened to a person or an organisation, apart from any complaint. */
export const organisationEvents = [
  // userId; linkId: the one-time link that the e-mail carries
  'account_invited',
  'password_reset_asked',
  // userId: told to that person
  'password_changed',
  'second_factor_changed',
  'second_factor_reset',
  // userId: told at the new and at the old address (former_address, by the event's ID)
  'email_changed',
  'roles_changed',
  'account_removed',
  'account_reactivated',
  // userId, device ("Chrome on Windows")
  'new_device_sign_in',
  'sign_in_failures',
  // companyId, userId (the first user), linkId
  'enrollment_begun',
  // linkId only where the invitation was renewed
  'enrollment_reminded',
  // companyId
  'enrollment_completed',
  'association_rejected',
  // requestId
  'company_account_requested',
  'company_account_decided',
  // agencyId or companyId
  'verification_opened',
  'verification_overdue',
  // userId: removed by provisioning while they still held work
  'work_left_behind',
] as const
export type OrganisationEvent = (typeof organisationEvents)[number]
export type OrganisationHappening = {
  eventId: string
  event: OrganisationEvent
  userId?: string
  agencyId?: string
  companyId?: string
  linkId?: string
  requestId?: string
  device?: string
  /** RFC 3339; left out: when the job runs */
  at?: string
  by: string | null
}

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
export type SecretPurpose = 'cursor' | 'second-factor' | 'sign-on'
export type SecretBox = {
  seal(purpose: SecretPurpose, text: string): string
  open(purpose: SecretPurpose, sealed: string): string | null
  /** A keyed hash of the text (HMAC-SHA-256, 24 bytes), the same every time; `underOldKey` only to check what was made before a rotation. */
  mark(purpose: 'link', text: string): { now: Buffer; underOldKey: Buffer | null }
}

/** What every command and query is given. */
export type Deps = {
  clock: Clock
  cursors: CursorCodec
  secrets: SecretBox
  /** Commits when `work` resolves; rolls back and rethrows when it rejects. Deadlocks are tried again, so `work` must do nothing but database work. */
  transaction<T>(actor: Actor | JobActor | Nobody, work: (tx: Tx) => Promise<T>): Promise<T>
}
