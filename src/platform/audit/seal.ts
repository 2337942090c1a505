import { sql } from 'kysely'
import { announcing } from '../live/announcement.ts'
import { newsOfAudit } from '../live/news-of-audit.ts'
import type { Deps, Tx } from '../ports.ts'
import { linkAfter, origin, sealedColumns } from './chain.ts'
import type { Link, SealedFields } from './chain.ts'

// Any constant: one sealer at a time, whatever the number of processes.
const lockKey = 7_361_421

/**
 * Seals entries that wait, oldest first, each behind the last of its organisation. An entry whose transaction commits
 * after later ones were sealed is simply sealed next. Open pages hear of what was sealed.
 * @returns how many were sealed; 0 also while another process seals
 */
export async function sealEntries(deps: Pick<Deps, 'transaction'>, most = 2_000): Promise<number> {
  return deps.transaction({ kind: 'job' }, async (tx) => {
    const { rows: locks } = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${lockKey}) as held`.execute(tx.db)
    if (locks[0]?.held !== true) return 0
    // UUIDv7 sorts by time, so that the queue's own key gives the order and nothing is sorted.
    const { rows: entries } = await sql<SealedFields>`
      select ${sealedColumns} from audit_unsealed u join audit_entry e on e.id = u.entry_id
      where not exists (select from audit_seal s where s.entry_id = u.entry_id)
      order by u.entry_id limit ${most}`.execute(tx.db)
    if (entries.length === 0) return 0
    await append(tx, entries, await headsOf(tx, [...new Set(entries.map((entry) => entry.organisation_id))]))
    await sql`delete from audit_unsealed where entry_id = any(${entries.map((entry) => entry.id)}::uuid[])`.execute(tx.db)
    const news = announcing(tx.db, newsOfAudit(entries))
    if (news !== null) await tx.db.executeQuery(news)
    return entries.length
  })
}

async function headsOf(tx: Tx, organisations: string[]): Promise<Map<string, Pick<Link, 'sequence' | 'hash'>>> {
  const { rows } = await sql<{ id: string; sequence: string; hash: string }>`
    select o.id, h.sequence, h.hash from unnest(${organisations}::uuid[]) o (id)
    cross join lateral (select sequence, hash from audit_seal where organisation_id = o.id order by sequence desc limit 1) h`.execute(tx.db)
  return new Map(rows.map((row) => [row.id, { sequence: BigInt(row.sequence), hash: row.hash }]))
}

async function append(tx: Tx, entries: SealedFields[], heads: Map<string, Pick<Link, 'sequence' | 'hash'>>): Promise<void> {
  const links = entries.map((entry) => {
    const link = linkAfter(heads.get(entry.organisation_id) ?? origin, entry)
    heads.set(entry.organisation_id, link)
    return link
  })
  await sql`
    insert into audit_seal (organisation_id, sequence, entry_id, entry_hash, previous_hash, hash, sealed_at)
    select *, ${tx.now}::timestamptz from unnest(
      ${entries.map((entry) => entry.organisation_id)}::uuid[], ${links.map((link) => String(link.sequence))}::bigint[],
      ${entries.map((entry) => entry.id)}::uuid[], ${links.map((link) => link.entryHash)}::text[],
      ${links.map((link) => link.previousHash)}::text[], ${links.map((link) => link.hash)}::text[])`.execute(tx.db)
}
