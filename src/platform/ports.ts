import type { CompiledQuery, Kysely } from 'kysely'
import type { Actor } from '../access/actor.ts'
import type { Clock } from '../kernel/clock.ts'
import type { DB } from './database/schema.ts'

/** Jobs by name, with what each needs. IDs only: the queue holds no personal data. */
export type Jobs = {
  notify: { eventId: string; event: NotifyEvent; complaintId: string; requestIds?: string[]; userIds?: string[]; referralId?: string; askId?: string; accessId?: string; postId?: string; letterId?: string; by: string | null }
  'notify-organisation': OrganisationHappening
  'send-mail': { mailId: string }
  'scan-document': { documentId: string }
  'expire-uploads': Record<string, never>
  /** Opens the verifications of users that are due. */
  'open-verifications': Record<string, never>
  /** Reads the NMLS directory from the address of the settings. */
  'import-directory': { runId: string }
  /** Makes the PDF of a letter that was issued and stores it as a document. */
  'issue-letter': { letterId: string }
  /** Deletes what is due, of agencies that want it, and leaves certificates. */
  'dispose-complaints': Record<string, never>
  /** Imports a file that was given in the web, in the name of whoever gave it. */
  'run-import': { runId: string }
  /** Forgets files of imports that are over or were abandoned. */
  'expire-imports': Record<string, never>
  /** Reminds companies of what is due soon or overdue, and tells Supervisors of what is late. */
  'remind-due': Record<string, never>
  /** Deputies whose days begin or end take over or give back. */
  'follow-deputies': Record<string, never>
  /** Makes what a document's preview shows, where a converter is needed. */
  'preview-document': { documentId: string }
  /** Deletes files that no row names, and rows whose file is gone for good. */
  'collect-files': Record<string, never>
  /** Asks the scanner again about documents that it could not answer for. */
  'rescan-documents': Record<string, never>
  /** Puts together the daily e-mails of those who want one a day. */
  'send-digests': Record<string, never>
  /** Sends one event to one address of an organization's own system. */
  'deliver-webhook': { deliveryId: string }
  /** Rolls up what reports count. */
  'roll-up-reports': Record<string, never>
}
export type JobName = keyof Jobs

/** What happened, for those who must hear of it (docs/rules.md 9). */
export const notifyEvents = [
  'requests_sent',
  'poc_assigned',
  'response_submitted',
  'request_canceled',
  // requestIds
  'request_reminded',
  'complaint_closed',
  // userIds: the reviewer
  'review_wanted',
  'review_completed',
  // userIds: the new Agency POC
  'agency_poc_assigned',
  'complaint_canceled',
  'complaint_reopened',
  // referralId
  'referral_sent',
  'referral_decided',
  'referral_withdrawn',
  // requestIds
  'request_sent_back',
  'request_extended',
  'request_due_soon',
  'request_overdue',
  // requestIds, userIds: the drafters named now
  'drafter_assigned',
  // requestIds
  'draft_handed',
  // requestIds, userIds: to whom it is returned
  'draft_returned',
  // askId
  'ask_made',
  'ask_decided',
  'ask_withdrawn',
  // accessId
  'access_requested',
  'access_decided',
  'access_revoked',
  // postId: users and agencies that a post on the complaint's board names
  'discussion_tagged',
  // letterId: a letter to the company
  'letter_approval_asked',
  'letter_approved',
  'letter_returned',
  'letter_issued',
  'letter_extended',
  'letter_withdrawn',
  'letter_acknowledged',
  'letter_due_soon',
  'letter_overdue',
] as const
export type NotifyEvent = (typeof notifyEvents)[number]

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
  // entityId: Request Info Change, to the agency that created the record; its answer, to the one that asked
  'entity_change_requested',
  'entity_change_decided',
  // runId: to whoever started it
  'import_finished',
  // agencyId, userId (the new Agency POC of them all), count
  'complaints_assigned',
  // companyId, userId: the deputy
  'deputy_named',
  'deputy_ended',
  // documentId: to whoever uploaded it, and the Account Administrators of their organization
  'document_infected',
  // entityId, postId: users and agencies that a post on the entity's board names
  'entity_discussion_tagged',
  // agencyId or companyId: an address to which events are sent failed for days and was switched off
  'webhook_switched_off',
  // agencyId or companyId; userId: whose address it is, else an extra address of the organization: e-mails to it do not arrive
  'address_refused',
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
  entityId?: string
  /** entity_change_decided: the wish that was decided */
  changeRequestId?: string
  runId?: string
  /** complaints_assigned: how many */
  count?: number
  documentId?: string
  postId?: string
  deputyId?: string
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

/** That somebody read in a complaint; null for a document that belongs to none, of which each reading is an entry. */
export type Reading = AuditEntry & { complaintId: string | null }

/** One database transaction, in which row-level security sees `actor` and nobody else. */
export type Tx = {
  db: Kysely<DB>
  actor: Actor | JobActor | Nobody
  now: Date
  /** Sends a statement whose result nobody reads, without waiting for it. If it fails, so does the transaction. */
  send(query: { compile(db: Kysely<DB>): CompiledQuery } | { compile(): CompiledQuery }): Promise<void>
  /** Sent, not waited for; so are the two below. */
  audit(...entries: AuditEntry[]): Promise<void>
  /** Records what the actor read, of each unless the same reading was recorded within five minutes. */
  auditRead(...readings: Reading[]): Promise<void>
  enqueue<N extends JobName>(job: N, payload: Jobs[N], options?: { key?: string; runAt?: Date }): Promise<void>
  /** Tells open pages once this transaction has committed: those whose reader may see the record then, in every process. Sent, not waited for. */
  announce(topic: LiveTopic, what: LiveNews): Promise<void>
}

/** What an open page may follow. */
export type LiveTopic = `user:${string}` | `agency:${string}` | `complaint:${string}` | `entity:${string}`

/** What became new there. Changes of a record are announced by themselves, as every change is audited; what is not in the audit is announced where it is written. */
export const liveNews = [
  // user: something to do, something told
  'tasks',
  'notifications',
  // a complaint or an entity: its record; for one side only
  'changed',
  'changed_at_agency',
  'changed_at_company',
  // its discussion board
  'discussion',
  // who may see it
  'access',
  // an agency: its requests for access and its referrals
  'sharing',
] as const
export type LiveNews = (typeof liveNews)[number]

/** A job of the system itself, or nobody yet: signing in and public pages, through narrow functions only. */
export type JobActor = { kind: 'job' }
export type Nobody = { kind: 'nobody' }

/** Opaque, encrypted positions in lists. `open` throws `invalid` for what was not sealed here. */
export type CursorCodec = { seal(value: unknown): string; open(text: string): unknown }

/** Encryption of what must be read again, under SECRETS_KEY. `open` answers null for what was not sealed for this purpose. */
export type SecretPurpose = 'cursor' | 'second-factor' | 'sign-on' | 'webhook'
export type SecretBox = {
  seal(purpose: SecretPurpose, text: string): string
  open(purpose: SecretPurpose, sealed: string): string | null
  /** A keyed hash of the text (HMAC-SHA-256, 24 bytes), the same every time; `underOldKey` only to check what was made before a rotation. */
  mark(purpose: 'link' | 'return-path', text: string): { now: Buffer; underOldKey: Buffer | null }
}

/** What every command and query is given. */
export type Deps = {
  clock: Clock
  cursors: CursorCodec
  secrets: SecretBox
  /** Commits when `work` resolves; rolls back and rethrows when it rejects. Deadlocks are tried again, so `work` must do nothing but database work. */
  transaction<T>(actor: Actor | JobActor | Nobody, work: (tx: Tx) => Promise<T>): Promise<T>
}
