import { CompiledQuery, sql, type Kysely } from 'kysely'
import type { AgencyActor } from '../../access/actor.ts'
import type { DB } from '../../platform/database/schema.ts'
import { newId } from '../../platform/new-id.ts'
import { CategoryIndex, defaultCodeSet, writeCategories, type CodeSetEntry } from '../complaints/index.ts'

type Db = Kysely<DB>
export type NamedCompany = { id: string; name: string }
/** Whom a row is about: a company, or a Non-NMLS entity. */
export type Subject = NamedCompany & { kind: 'company' | 'entity' }

/** A complaint to store: everything is decided, one row of each table. */
export type NewComplaint = {
  id: string
  audit_id: string
  row: number
  cfpb_id: string | null
  company_id: string | null
  entity_id: string | null
  subject_name: string
  received_on: string
  received_via: string | null
  product_id: number | null
  sub_product_id: number | null
  issue_id: number | null
  sub_issue_id: number | null
  transaction_date: string | null
  transaction_city: string | null
  transaction_state: string | null
  transaction_amount: string | null
  narrative: string
  desired_outcome: string
  first_name: string
  last_name: string
  name_key: string
  street: string
  city: string
  state: string | null
  zip: string
  phone: string
  email: string
  language: string
  servicemember: boolean
  older_american: boolean
}

/** Which of these CFPB IDs the agency has already. */
export async function knownCfpbIds(db: Db, agencyId: string, cfpbIds: readonly string[]): Promise<Set<string>> {
  if (cfpbIds.length === 0) return new Set()
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
  const unlisted = [...names.keys()].filter((key) => !companies.has(key))
  if (unlisted.length === 0) return { companies, added: 0 }
  // Two batches that meet the same new name take turns: the second finds what the first has added. Others go on beside
  // each other. All locks are taken in one order, and no further ones later, so that none waits for the other in a ring.
  await sql`
    select pg_advisory_xact_lock(hashtext('imports: new companies'), slot)
    from (select distinct hashtext(key) & 4095 as slot from unnest(${unlisted}::text[]) as key order by slot) as slots`.execute(db)
  const now = await findCompanies(db, [...names.keys()])
  const missing = [...names].filter(([key]) => !now.has(key)).map(([key, name]) => ({ id: newId(), name, name_key: key }))
  await sql`
    insert into company (id, name, name_key, standing)
    select id, name, name_key, 'to_be_confirmed' from json_to_recordset(${JSON.stringify(missing)}) as c (id uuid, name text, name_key text)`.execute(db)
  for (const company of missing) now.set(company.name_key, { id: company.id, name: company.name })
  return { companies: now, added: missing.length }
}

export async function findCompanies(db: Db, keys: readonly string[]): Promise<Map<string, NamedCompany>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<NamedCompany & { name_key: string }>`
    select distinct on (name_key) id, name, name_key from company where name_key = any (${keys}::text[])
    order by name_key, standing = 'to_be_confirmed', number`.execute(db)
  return new Map(rows.map((row) => [row.name_key, { id: row.id, name: row.name }]))
}

/** Companies by the numbers of their SES IDs and by their NMLS IDs. */
export async function companiesById(db: Db, sesNumbers: readonly number[], nmlsIds: readonly string[]): Promise<{ bySes: Map<number, NamedCompany>; byNmls: Map<string, NamedCompany> }> {
  if (sesNumbers.length + nmlsIds.length === 0) return { bySes: new Map(), byNmls: new Map() }
  const { rows } = await sql<NamedCompany & { number: number; nmls_id: string | null }>`
    select id, name, number, nmls_id from company where number = any (${sesNumbers}::integer[])
    union all select id, name, number, nmls_id from company where nmls_id = any (${nmlsIds}::text[])`.execute(db)
  return {
    bySes: new Map(rows.map((row) => [row.number, { id: row.id, name: row.name }])),
    byNmls: new Map(rows.flatMap((row) => (row.nmls_id === null ? [] : [[row.nmls_id, { id: row.id, name: row.name }]]))),
  }
}

/**
 * The records of Non-NMLS entities by their numbers, those that were merged or became a company by what they are now. They
 * are held until the batch is stored, so that none is moved away meanwhile.
 */
export async function entitiesByNumber(db: Db, numbers: readonly number[]): Promise<Map<number, Subject>> {
  if (numbers.length === 0) return new Map()
  await sql`
    select hold_entity(e.id) from (
      select coalesce(n.merged_into, n.id) as id from entity n where n.number = any (${numbers}::integer[]) group by 1 order by 1
    ) as e`.execute(db)
  const { rows } = await sql<Subject & { number: number }>`
    select n.number, coalesce(o.id, m.id, n.id) as id, coalesce(o.name, m.name, n.name) as name, case when o.id is null then 'entity' else 'company' end as kind
    from entity n
    left join entity m on m.id = n.merged_into
    left join company o on o.id = coalesce(n.company_id, m.company_id)
    where n.number = any (${numbers}::integer[])`.execute(db)
  return new Map(rows.map(({ number, ...subject }) => [number, subject]))
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
  const facts = complaints.map((complaint) => ({ ...complaint, narrative: undefined, desired_outcome: undefined }))
  const { rows: stored } = await sql<{ id: string }>`
    insert into complaint (id, agency_id, status, subject_kind, company_id, entity_id, subject_name, entered_by, created_at, received_on, cfpb_id,
                           product_id, sub_product_id, issue_id, sub_issue_id, transaction_date, transaction_city, transaction_state, imported)
    select c.id, ${actor.agencyId}, 'in_progress', case when c.entity_id is null then 'company' else 'entity' end, c.company_id, c.entity_id, c.subject_name, ${actor.userId}, ${run.now}, c.received_on, c.cfpb_id,
           c.product_id, c.sub_product_id, c.issue_id, c.sub_issue_id, c.transaction_date, c.transaction_city, c.transaction_state, true
    from json_to_recordset(${JSON.stringify(facts)}) as c (id uuid, company_id uuid, entity_id uuid, subject_name text, received_on date, cfpb_id text,
           product_id integer, sub_product_id integer, issue_id integer, sub_issue_id integer, transaction_date date, transaction_city text, transaction_state text)
    on conflict (agency_id, cfpb_id) where imported and cfpb_id is not null do nothing
    returning id`.execute(db)
  const ids = new Set(stored.map((row) => row.id))
  if (ids.size === 0) return 0
  const rows = JSON.stringify(facts.filter((complaint) => ids.has(complaint.id)))
  const details = complaints
    .filter((complaint) => ids.has(complaint.id))
    .map(({ id, received_via, transaction_amount, narrative, desired_outcome }) => ({ id, received_via, transaction_amount, narrative, desired_outcome }))
  await sql`
    insert into complaint_detail (complaint_id, agency_id, received_via, transaction_amount, narrative, desired_outcome)
    select id, ${actor.agencyId}, received_via, transaction_amount, narrative, desired_outcome
    from json_to_recordset(${JSON.stringify(details)}) as c (id uuid, received_via text, transaction_amount numeric, narrative text, desired_outcome text)`.execute(db)
  await sql`
    insert into complainant (complaint_id, agency_id, first_name, last_name, name_key, street, city, state, zip, phone, email, language, servicemember, older_american)
    select id, ${actor.agencyId}, first_name, last_name, name_key, street, city, state, zip, phone, email, language, servicemember, older_american
    from json_to_recordset(${rows}) as c (id uuid, first_name text, last_name text, name_key text, street text, city text, state text, zip text, phone text, email text,
           language text, servicemember boolean, older_american boolean)`.execute(db)
  await sql`
    insert into audit_entry (id, at, organisation_id, action, actor_id, actor_kind, actor_organisation_id, agency_id, complaint_id, audience, details)
    select audit_id, ${run.now}, ${actor.agencyId}, 'complaint.imported', ${actor.userId}, 'agency', ${actor.agencyId}, ${actor.agencyId}, id, 'agency',
           json_build_object('importRun', ${run.id}::text, 'row', "row", 'cfpbId', cfpb_id)
    from json_to_recordset(${rows}) as c (id uuid, audit_id uuid, "row" integer, cfpb_id text)`.execute(db)
  await sql`select index_complaints(${[...ids]}::uuid[])`.execute(db)
  return ids.size
}
