import { sql, type CompiledQuery, type Kysely } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import type { DB } from '../database/schema.ts'
import { newId } from '../new-id.ts'
import type { AuditEntry, JobActor, Nobody } from '../ports.ts'

type Doer = Actor | JobActor | Nobody

/** The chain of what belongs to no organisation. */
const systemOrganisation = '00000000-0000-0000-0000-000000000000'
/** Repeats of one reading by one actor within this time are one entry. */
const sameReadingMs = 5 * 60_000

/** The statement that writes entries, null for none. The organisation whose record it is gets it into its chain. */
export function writingAudit(db: Kysely<DB>, doer: Doer, now: Date, entries: AuditEntry[]): CompiledQuery | null {
  return entries.length === 0 ? null : db.insertInto('audit_entry').values(entries.map((entry) => rowOf(doer, now, entry))).compile()
}

/** The statement that writes that the doer read something, unless the same reading was written a moment ago: one, as it is part of every reading. */
export function writingReading(db: Kysely<DB>, doer: Doer, now: Date, entry: AuditEntry & { complaintId: string }): CompiledQuery | null {
  if (doer.kind === 'job' || doer.kind === 'nobody') return null
  const row = rowOf(doer, now, entry)
  return sql`
    insert into audit_entry (id, at, organisation_id, action, actor_id, actor_kind, actor_organisation_id, agency_id, company_id, complaint_id, about_kind, about_id, audience, details)
    select ${row.id}::uuid, ${row.at}::timestamptz, ${row.organisation_id}::uuid, ${row.action}::text, ${row.actor_id}::uuid, ${row.actor_kind}::text, ${row.actor_organisation_id}::uuid, ${row.agency_id}::uuid, ${row.company_id}::uuid,
           ${row.complaint_id}::uuid, ${row.about_kind}::text, ${row.about_id}::uuid, ${row.audience}::text, ${row.details}::jsonb
    where not exists (
      select 1 from audit_entry e
      where e.complaint_id = ${row.complaint_id} and e.actor_id = ${row.actor_id} and e.action = ${row.action} and e.at > ${new Date(now.getTime() - sameReadingMs)}
        and (${row.about_id}::uuid is null or e.about_id = ${row.about_id}::uuid))`.compile(db)
}

function rowOf(doer: Doer, now: Date, entry: AuditEntry) {
  const own = doer.kind === 'agency' ? doer.agencyId : doer.kind === 'company' ? doer.companyId : null
  return {
    id: newId(),
    at: now,
    organisation_id: entry.agencyId ?? own ?? entry.companyId ?? systemOrganisation,
    action: entry.action,
    actor_id: doer.kind === 'job' || doer.kind === 'nobody' ? null : doer.userId,
    actor_kind: doer.kind === 'job' || doer.kind === 'nobody' ? 'system' : doer.kind,
    actor_organisation_id: own,
    agency_id: entry.agencyId ?? null,
    company_id: entry.companyId ?? null,
    complaint_id: entry.complaintId ?? null,
    about_kind: entry.about?.kind ?? null,
    about_id: entry.about?.id ?? null,
    audience: entry.audience,
    details: JSON.stringify(entry.details ?? {}),
  }
}
