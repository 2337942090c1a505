import { CompiledQuery, sql, type Kysely } from 'kysely'
import type { AgencyActor } from '../../access/actor.ts'
import type { DB } from '../../platform/database/schema.ts'
import { newId } from '../../platform/new-id.ts'
import { CategoryIndex, defaultCodeSet, writeCategories, type CodeSetEntry } from '../complaints/index.ts'

type Db = Kysely<DB>
export type NamedCompany = { id: string; name: string }
export type RunCounts = { rowsRead: number; rowsImported: number; rowsKnown: number; rowsRejected: number }

/** A complaint to store: everything is decided, one row of each table. */
export type NewComplaint = {
  id: string
  audit_id: string
  row: number
  cfpb_id: string
  company_id: string
  subject_name: string
  received_on: string
  received_via: string | null
  product_id: number | null
  sub_product_id: number | null
  issue_id: number | null
  sub_issue_id: number | null
  narrative: string
  state: string | null
  zip: string
  servicemember: boolean
  older_american: boolean
}

export async function startRun(db: Db, run: { id: string; actor: AgencyActor; fileName: string; now: Date }): Promise<void> {
  await db
    .insertInto('import_run')
    .values({ id: run.id, agency_id: run.actor.agencyId, file_name: run.fileName, started_by: run.actor.userId, started_at: run.now })
    .execute()
}

/** Adds a batch's counts to its run: batches are stored side by side. */
export async function addCounts(db: Db, runId: string, counts: RunCounts): Promise<void> {
  await db
    .updateTable('import_run')
    .set((run) => ({
      rows_read: run('rows_read', '+', counts.rowsRead),
      rows_imported: run('rows_imported', '+', counts.rowsImported),
      rows_known: run('rows_known', '+', counts.rowsKnown),
      rows_rejected: run('rows_rejected', '+', counts.rowsRejected),
    }))
    .where('id', '=', runId)
    .execute()
}

export async function finishRun(db: Db, runId: string, now: Date): Promise<void> {
  await db.updateTable('import_run').set({ finished_at: now }).where('id', '=', runId).execute()
}

/** Which of these CFPB IDs the agency has already. */
export async function knownCfpbIds(db: Db, agencyId: string, cfpbIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ cfpb_id: string }>`
    select cfpb_id from complaint where agency_id = ${agencyId} and cfpb_id = any (${cfpbIds}::text[])`.execute(db)
  return new Set(rows.map((row) => row.cfpb_id))
}

/**
 * The companies of these names, by name key; those that nobody has listed are added, to be confirmed.
 * Of several with one name, a confirmed one is taken, then the oldest.
 */
export async function companiesByName(db: Db, names: ReadonlyMap<string, string>): Promise<{ companies: Map<string, NamedCompany>; added: number }> {
  const companies = await findCompanies(db, [...names.keys()])
  if ([...names.keys()].every((key) => companies.has(key))) return { companies, added: 0 }
  // Two imports that meet the same new name take turns: the second finds what the first has added.
  await sql`select pg_advisory_xact_lock(hashtext('imports: new companies'))`.execute(db)
  const now = await findCompanies(db, [...names.keys()])
  const missing = [...names].filter(([key]) => !now.has(key)).map(([key, name]) => ({ id: newId(), name, name_key: key }))
  await sql`
    insert into company (id, name, name_key, standing)
    select id, name, name_key, 'to_be_confirmed' from json_to_recordset(${JSON.stringify(missing)}) as c (id uuid, name text, name_key text)`.execute(db)
  for (const company of missing) now.set(company.name_key, { id: company.id, name: company.name })
  return { companies: now, added: missing.length }
}

async function findCompanies(db: Db, keys: readonly string[]): Promise<Map<string, NamedCompany>> {
  const { rows } = await sql<NamedCompany & { name_key: string }>`
    select distinct on (name_key) id, name, name_key from company where name_key = any (${keys}::text[])
    order by name_key, standing = 'to_be_confirmed', number`.execute(db)
  return new Map(rows.map((row) => [row.name_key, { id: row.id, name: row.name }]))
}

export async function readCategories(db: Db): Promise<CategoryIndex> {
  return new CategoryIndex(await db.selectFrom('category').select(['id', 'level', 'parent_id', 'name_key']).where('code_set', '=', defaultCodeSet).execute())
}

export async function addCategories(db: Db, entries: readonly CodeSetEntry[]): Promise<void> {
  const client = { query: (text: string, values: unknown[]) => db.executeQuery(CompiledQuery.raw(text, values)) }
  await writeCategories(client, entries, { revive: false })
}

/**
 * Stores these complaints, each with its audit entry and its words in the search index; one whose CFPB ID came
 * meanwhile from another import is passed over. Five statements, however many complaints.
 * @returns how many were stored
 */
export async function insertComplaints(db: Db, actor: AgencyActor, run: { id: string; now: Date }, complaints: readonly NewComplaint[]): Promise<number> {
  // The narratives are most of the bytes: they are sent to the one statement that needs them.
  const facts = complaints.map((complaint) => ({ ...complaint, narrative: undefined }))
  const { rows: stored } = await sql<{ id: string }>`
    insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, entered_by, created_at, received_on, cfpb_id,
                           product_id, sub_product_id, issue_id, sub_issue_id, imported)
    select c.id, ${actor.agencyId}, 'in_progress', 'company', c.company_id, c.subject_name, ${actor.userId}, ${run.now}, c.received_on, c.cfpb_id,
           c.product_id, c.sub_product_id, c.issue_id, c.sub_issue_id, true
    from json_to_recordset(${JSON.stringify(facts)}) as c (id uuid, company_id uuid, subject_name text, received_on date, cfpb_id text,
           product_id integer, sub_product_id integer, issue_id integer, sub_issue_id integer)
    on conflict (agency_id, cfpb_id) where imported and cfpb_id is not null do nothing
    returning id`.execute(db)
  const ids = new Set(stored.map((row) => row.id))
  if (ids.size === 0) return 0
  const rows = JSON.stringify(facts.filter((complaint) => ids.has(complaint.id)))
  const details = complaints.filter((complaint) => ids.has(complaint.id)).map(({ id, received_via, narrative }) => ({ id, received_via, narrative }))
  await sql`
    insert into complaint_detail (complaint_id, agency_id, received_via, narrative)
    select id, ${actor.agencyId}, received_via, narrative from json_to_recordset(${JSON.stringify(details)}) as c (id uuid, received_via text, narrative text)`.execute(db)
  await sql`
    insert into complainant (complaint_id, agency_id, state, zip, servicemember, older_american)
    select id, ${actor.agencyId}, state, zip, servicemember, older_american
    from json_to_recordset(${rows}) as c (id uuid, state text, zip text, servicemember boolean, older_american boolean)`.execute(db)
  await sql`
    insert into audit_entry (id, at, organisation_id, action, actor_id, actor_kind, actor_organisation_id, agency_id, complaint_id, audience, details)
    select audit_id, ${run.now}, ${actor.agencyId}, 'complaint.imported', ${actor.userId}, 'agency', ${actor.agencyId}, ${actor.agencyId}, id, 'agency',
           json_build_object('importRun', ${run.id}::text, 'row', "row", 'cfpbId', cfpb_id)
    from json_to_recordset(${rows}) as c (id uuid, audit_id uuid, "row" integer, cfpb_id text)`.execute(db)
  await sql`select index_complaints(${[...ids]}::uuid[])`.execute(db)
  return ids.size
}
