import { sql, type CompiledQuery, type Kysely } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import type { DB } from '../database/schema.ts'
import { newId } from '../new-id.ts'
import type { AuditEntry, JobActor, Nobody, Reading } from '../ports.ts'

type Doer = Actor | JobActor | Nobody

/** The chain of what belongs to no organisation. */
const systemOrganisation = '00000000-0000-0000-0000-000000000000'
/** Repeats of one reading by one actor within this time are one entry. */
const sameReadingMs = 5 * 60_000

/** The statement that writes entries, null for none. The organisation whose record it is gets it into its chain. */
export function writingAudit(db: Kysely<DB>, doer: Doer, now: Date, entries: AuditEntry[]): CompiledQuery | null {
  return entries.length === 0 ? null : db.insertInto('audit_entry').values(entries.map((entry) => rowOf(doer, now, entry))).compile()
}

/**
 * The statement that writes that the doer read something, of each unless the same reading was written a moment ago; null for
 * none. One statement, as it is part of every reading; a subselect without a value of its own, so that its plan is kept.
 */
export function writingReadings(db: Kysely<DB>, doer: Doer, now: Date, entries: readonly Reading[]): CompiledQuery | null {
  if (doer.kind === 'job' || doer.kind === 'nobody' || entries.length === 0) return null
  const since = new Date(now.getTime() - sameReadingMs)
  const rows = JSON.stringify(entries.map((entry) => ({ ...rowOf(doer, now, entry), details: detailsOf(doer, entry), since })))
  return sql`
    insert into audit_entry (id, at, organisation_id, action, actor_id, actor_kind, actor_organisation_id, agency_id, company_id, complaint_id, about_kind, about_id, audience, details)
    select n.id, n.at, n.organisation_id, n.action, n.actor_id, n.actor_kind, n.actor_organisation_id, n.agency_id, n.company_id, n.complaint_id, n.about_kind, n.about_id, n.audience, n.details
    from jsonb_to_recordset(${rows}::jsonb) n (id uuid, at timestamptz, organisation_id uuid, action text, actor_id uuid, actor_kind text, actor_organisation_id uuid, agency_id uuid, company_id uuid,
      complaint_id uuid, about_kind text, about_id uuid, audience text, details jsonb, since timestamptz)
    where (
      select true from audit_entry e
      where e.complaint_id = n.complaint_id and e.actor_id = n.actor_id and e.action = n.action and e.at > n.since
        and (n.about_id is null or e.about_id = n.about_id)
        and e.details ->> 'tokenId' is not distinct from n.details ->> 'tokenId'
      limit 1) is null`.compile(db)
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
    details: JSON.stringify(detailsOf(doer, entry)),
  }
}

/** What a person's own system did by a token is told apart from what they did themselves. */
function detailsOf(doer: Doer, { details = {} }: AuditEntry): NonNullable<AuditEntry['details']> {
  return 'token' in doer && doer.token !== undefined ? { ...details, tokenId: doer.token.id } : details
}
