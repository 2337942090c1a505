import { sql, type Kysely } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import type { DB } from '../database/schema.ts'
import { newId } from '../new-id.ts'
import type { AuditEntry, JobActor, Nobody } from '../ports.ts'

type Doer = Actor | JobActor | Nobody

/** The chain of what belongs to no organisation. */
const systemOrganisation = '00000000-0000-0000-0000-000000000000'
/** Repeats of one reading by one actor within this time are one entry. */
const sameReadingMs = 5 * 60_000

/** Writes entries in the caller's transaction, in one statement. The organisation whose record it is gets it into its chain. */
export async function writeAudit(db: Kysely<DB>, doer: Doer, now: Date, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  const own = doer.kind === 'agency' ? doer.agencyId : doer.kind === 'company' ? doer.companyId : null
  const person = doer.kind === 'job' || doer.kind === 'nobody' ? null : doer.userId
  const rows = entries.map((entry) => ({
    id: newId(),
    at: now,
    organisation_id: entry.agencyId ?? own ?? entry.companyId ?? systemOrganisation,
    action: entry.action,
    actor_id: person,
    actor_kind: doer.kind === 'job' || doer.kind === 'nobody' ? 'system' : doer.kind,
    actor_organisation_id: own,
    agency_id: entry.agencyId ?? null,
    company_id: entry.companyId ?? null,
    complaint_id: entry.complaintId ?? null,
    about_kind: entry.about?.kind ?? null,
    about_id: entry.about?.id ?? null,
    audience: entry.audience,
    details: JSON.stringify(entry.details ?? {}),
  }))
  await db.insertInto('audit_entry').values(rows).execute()
}

/** Writes that the doer read something, unless the same reading was written a moment ago. */
export async function writeReading(db: Kysely<DB>, doer: Doer, now: Date, entry: AuditEntry & { complaintId: string }): Promise<void> {
  if (doer.kind === 'job' || doer.kind === 'nobody') return
  const recent = await db
    .selectFrom('audit_entry')
    .select('id')
    .where('complaint_id', '=', entry.complaintId)
    .where('actor_id', '=', doer.userId)
    .where('action', '=', entry.action)
    .where('at', '>', new Date(now.getTime() - sameReadingMs))
    .$if(entry.about !== undefined, (query) => query.where('about_id', '=', entry.about?.id ?? null))
    .limit(sql.lit(1))
    .executeTakeFirst()
  if (recent === undefined) await writeAudit(db, doer, now, [entry])
}
