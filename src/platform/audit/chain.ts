import { createHash } from 'node:crypto'
import { sql } from 'kysely'

/**
 * Every field of an entry as PostgreSQL writes it out: the time to the microsecond, the details as jsonb's own
 * canonical text. JavaScript's dates and numbers would hide small changes.
 */
export type SealedFields = {
  id: string
  at_text: string
  organisation_id: string
  action: string
  actor_id: string | null
  actor_kind: string
  actor_organisation_id: string | null
  agency_id: string | null
  company_id: string | null
  complaint_id: string | null
  about_kind: string | null
  about_id: string | null
  audience: string
  details_text: string
}

/** The columns of SealedFields, of `audit_entry e`. */
export const sealedColumns = sql`e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_text, e.organisation_id, e.action,
  e.actor_id, e.actor_kind, e.actor_organisation_id, e.agency_id, e.company_id, e.complaint_id, e.about_kind, e.about_id, e.audience,
  e.details::text as details_text`

export type Link = { sequence: bigint; previousHash: string; entryHash: string; hash: string }

/** What the first link of a chain follows. */
export const origin: Pick<Link, 'sequence' | 'hash'> = { sequence: 0n, hash: '0'.repeat(64) }

/** SHA-256 of the entry as a JSON array in fixed order: no two different entries read alike. */
export function entryHash(entry: SealedFields): string {
  return sha256(
    JSON.stringify([
      entry.id, entry.at_text, entry.organisation_id, entry.action, entry.actor_id, entry.actor_kind, entry.actor_organisation_id,
      entry.agency_id, entry.company_id, entry.complaint_id, entry.about_kind, entry.about_id, entry.audience, entry.details_text,
    ]),
  )
}

export function linkHash(sequence: bigint, previousHash: string, hashOfEntry: string): string {
  return sha256(`${String(sequence)}:${previousHash}:${hashOfEntry}`)
}

/** The link that seals this entry behind `previous`. */
export function linkAfter(previous: Pick<Link, 'sequence' | 'hash'>, entry: SealedFields): Link {
  const sequence = previous.sequence + 1n
  const hash = entryHash(entry)
  return { sequence, previousHash: previous.hash, entryHash: hash, hash: linkHash(sequence, previous.hash, hash) }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
