import { sql, type Kysely } from 'kysely'
import type { DB } from '../../platform/database/schema.ts'
import { partKinds, type DirectoryPart, type RejectedPart } from './domain/directory-part.ts'
import { partOf } from './part-shapes.ts'

type Db = Kysely<DB>
export type Counts = { read: number; added: number; changed: number; unchanged: number; rejected: number; missing: number }
export const noCounts: Counts = { read: 0, added: 0, changed: 0, unchanged: 0, rejected: 0, missing: 0 }
export type Change = { companyId: string | null; kind: 'added' | 'changed' | 'rejected'; what: string }
export type StagedCompany = { nmlsId: string; parts: DirectoryPart[]; rejected: { line: number; reasons: string }[] }

/** A run that waits longer than this has lost its job. */
export const longestWait = 86_400_000

/** Whatever was begun before and neither finished nor failed was cut off: only one run has the lock. */
export async function failCutOffRuns(db: Db, now: Date): Promise<void> {
  await db
    .updateTable('directory_run')
    .set({ state: 'failed', finished_at: now, problem: 'It was cut off. What it had compared until then stands; run it again.' })
    .where((run) => run.or([run('state', '=', 'running'), run.and([run('state', '=', 'waiting'), run('started_at', '<', new Date(now.getTime() - longestWait))])]))
    .execute()
}

export async function emptyStage(db: Db): Promise<void> {
  await sql`truncate directory_row`.execute(db)
}

export async function stage(db: Db, runId: string, from: number, parts: readonly { part: DirectoryPart | RejectedPart; nameKey: string | null }[]): Promise<void> {
  const rows = parts.map(({ part, nameKey }, index) => ({
    position: from + index,
    line: part.line,
    part: part.part,
    nmls_id: part.nmlsId,
    own_nmls_id: part.part === 'rejected' ? null : part.ownNmlsId,
    name_key: nameKey,
    data: part.part === 'rejected' ? { reasons: part.reasons } : part.data,
  }))
  await sql`
    insert into directory_row (run_id, position, line, part, nmls_id, own_nmls_id, name_key, data)
    select ${runId}, position, line, part, nmls_id, own_nmls_id, name_key, data
    from json_to_recordset(${JSON.stringify(rows)}) as r (position integer, line integer, part text, nmls_id text, own_nmls_id text, name_key text, data jsonb)`.execute(db)
}

/** A branch or individual that stands under several companies belongs to the one with the lowest NMLS ID, wherever they stand in the file. */
export async function refuseSharedParts(db: Db): Promise<void> {
  await sql`
    update directory_row r set part = 'rejected',
           data = jsonb_build_object('reasons', initcap(r.part) || ' ' || r.own_nmls_id || ' is listed under the companies ' || d.taken || ' and ' || r.nmls_id || '; it was taken for ' || d.taken || '.')
    from (select run_id, position, first_value(nmls_id) over (partition by part, own_nmls_id order by char_length(nmls_id), nmls_id) as taken
          from directory_row where own_nmls_id is not null) d
    where d.run_id = r.run_id and d.position = r.position and d.taken <> r.nmls_id`.execute(db)
}

const Parts = new Set<string>(partKinds)

/**
 * The staged companies after this NMLS ID, in order, each with all its parts. From one to the next by the index: nothing
 * is known yet of how many rows were staged, and to sort what is left for every batch would take longer with every row.
 */
export async function nextStaged(db: Db, after: string, most: number): Promise<StagedCompany[]> {
  const { rows } = await sql<{ line: number; part: string; nmls_id: string; own_nmls_id: string | null; data: unknown }>`
    with recursive company (nmls_id) as (
      select min(nmls_id) from directory_row where nmls_id > ${after}
      union all
      select (select min(r.nmls_id) from directory_row r where r.nmls_id > c.nmls_id) from company c where c.nmls_id is not null
    )
    select line, part, nmls_id, own_nmls_id, data from directory_row
    where nmls_id > ${after} and nmls_id <= (select max(batch.nmls_id) from (select c.nmls_id from company c limit ${most}) batch)
    order by nmls_id, position`.execute(db)
  const companies = new Map<string, StagedCompany>()
  for (const row of rows) {
    const company = companies.get(row.nmls_id) ?? { nmlsId: row.nmls_id, parts: [], rejected: [] }
    companies.set(row.nmls_id, company)
    const kind = partKinds.find((one) => one === row.part)
    if (kind === undefined || !Parts.has(row.part)) company.rejected.push({ line: row.line, reasons: reasonsOf(row.data) })
    else company.parts.push(partOf(kind, { line: row.line, nmlsId: row.nmls_id, ownNmlsId: row.own_nmls_id }, row.data))
  }
  return [...companies.values()]
}

function reasonsOf(data: unknown): string {
  return typeof data === 'object' && data !== null && 'reasons' in data && typeof data.reasons === 'string' ? data.reasons : ''
}

export async function addChanges(db: Db, runId: string, from: number, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map((change, index) => ({ position: from + index, company_id: change.companyId, kind: change.kind, what: change.what.slice(0, 1000) }))
  await sql`
    insert into directory_change (run_id, position, company_id, kind, what)
    select ${runId}, position, company_id, kind, what from json_to_recordset(${JSON.stringify(rows)}) as c (position integer, company_id uuid, kind text, what text)`.execute(db)
}

export async function setCounts(db: Db, runId: string, counts: Counts): Promise<void> {
  await db.updateTable('directory_run').set(counts).where('id', '=', runId).execute()
}

/** Companies that the directory named before and no longer names are marked, reported and left as they are. @returns how many */
export async function markMissing(db: Db, runId: string, from: number, now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (
      update company c set directory_missing_since = ${now}
      where c.directory_hash is not null and c.directory_missing_since is null and not exists (select 1 from directory_row r where r.nmls_id = c.nmls_id)
      returning c.id, c.name, c.nmls_id
    ), said as (
      insert into directory_change (run_id, position, company_id, kind, what)
      select ${runId}, ${from}::integer + row_number() over (order by nmls_id)::integer, id, 'missing', 'No longer in the directory: ' || name || ' (NMLS ID ' || nmls_id || ')' from gone
    )
    select count(*)::int as n from gone`.execute(db)
  return rows[0]?.n ?? 0
}

/** Names of which the file holds several companies, or which a company with another NMLS ID bears already. */
export async function sharedNames(db: Db, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ name_key: string }>`
    select name_key from (
      select name_key, nmls_id from directory_row where name_key = any (${keys}::text[])
      union select name_key, nmls_id from company where name_key = any (${keys}::text[]) and nmls_id is not null
    ) named group by name_key having count(distinct nmls_id) > 1`.execute(db)
  return new Set(rows.map((row) => row.name_key))
}

