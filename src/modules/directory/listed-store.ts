import { sql, type Kysely } from 'kysely'
import { nameKey } from '../../kernel/text.ts'
import { newId } from '../../platform/new-id.ts'
import type { DB } from '../../platform/database/schema.ts'
import { numberKey } from './domain/licence-number.ts'
import { inOrder, licenceKey, type ListedCompany } from './domain/listed-company.ts'

type Db = Kysely<DB>

/** A company that is here, with what is here of it from the directory. */
export type KnownCompany = { id: string; number: number; hash: string | null; missing: boolean; listed: ListedCompany; standing: string }
/** A company without NMLS ID that bears a name of the directory. */
export type NamedAlike = { id: string; number: number; nameKey: string; state: string | null; standing: string }

/** What decides whether a company must be looked at more closely. */
export async function readHashes(db: Db, nmlsIds: readonly string[]): Promise<Map<string, { id: string; hash: string | null; missing: boolean }>> {
  const { rows } = await sql<{ id: string; nmls_id: string; directory_hash: string | null; missing: boolean }>`
    select id, nmls_id, directory_hash, directory_missing_since is not null as missing from company where nmls_id = any (${nmlsIds}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.nmls_id, { id: row.id, hash: row.directory_hash, missing: row.missing }]))
}

export async function findNamedAlike(db: Db, keys: readonly string[]): Promise<NamedAlike[]> {
  const rows = await db.selectFrom('company').select(['id', 'number', 'name_key', 'state', 'standing']).where('nmls_id', 'is', null).where(sql<boolean>`name_key = any (${keys}::text[])`).execute()
  return rows.map((row) => ({ id: row.id, number: row.number, nameKey: row.name_key, state: row.state, standing: row.standing }))
}

type ChildRow = { id: string; company_id: string; nmls_id: string; name: string; street: string | null; city: string | null; state: string | null; zip: string | null; delisted: boolean }

/** The companies as they stand here, in full. `movedAway`: rows that this run has taken from them, which they had until now. */
export async function readKnown(db: Db, ids: readonly string[], movedAway: ReadonlySet<string>): Promise<Map<string, KnownCompany>> {
  const companies = await db
    .selectFrom('company')
    .select(['id', 'number', 'nmls_id', 'name', 'kind', 'business_types', 'street', 'city', 'state', 'zip', 'phone', 'website', 'directory_hash', 'standing', sql<boolean>`directory_missing_since is not null`.as('missing')])
    .where(sql<boolean>`id = any (${ids}::uuid[])`)
    .execute()
  const licences = await db.selectFrom('company_licence').select(['company_id', 'state', 'number', 'kind', 'status']).where(sql<boolean>`company_id = any (${ids}::uuid[])`).execute()
  const contacts = await db.selectFrom('nmls_contact').select(['company_id', 'kind', 'name', 'title', 'email', 'phone']).where(sql<boolean>`company_id = any (${ids}::uuid[])`).execute()
  const branches = groupBy(await childrenOf(db, 'company_branch', ids))
  const individuals = groupBy(await childrenOf(db, 'company_individual', ids))
  const [licencesOf, contactsOf] = [groupBy(licences), groupBy(contacts)]
  const had = (row: ChildRow) => !row.delisted || movedAway.has(row.id)
  return new Map(
    companies.map((row) => [
      row.id,
      {
        id: row.id,
        number: row.number,
        hash: row.directory_hash,
        missing: row.missing,
        standing: row.standing,
        listed: {
          nmlsId: row.nmls_id ?? '',
          name: row.name,
          kind: row.kind === 'depository' ? 'depository' : 'non-depository',
          businessTypes: row.business_types.toSorted(),
          street: row.street, city: row.city, state: row.state, zip: row.zip, phone: row.phone, website: row.website,
          licences: inOrder(licencesOf.get(row.id) ?? [], licenceKey).map(({ state, number, kind, status }) => ({ state, number, kind, status })),
          contacts: inOrder(contactsOf.get(row.id) ?? [], ({ kind }) => kind).map(({ kind, name, title, email, phone }) => ({ kind: kind === 'contact_person' ? 'contact_person' : 'complaints_contact', name, title, email, phone })),
          branches: (branches.get(row.id) ?? []).filter(had).map(({ nmls_id, name, street, city, state, zip }) => ({ nmlsId: nmls_id, name, street, city, state, zip })),
          individuals: (individuals.get(row.id) ?? []).filter(had).map(({ nmls_id, name, city, state }) => ({ nmlsId: nmls_id, name, city, state })),
        },
      } satisfies KnownCompany,
    ]),
  )
}

type ChildTable = 'company_branch' | 'company_individual'

async function childrenOf(db: Db, table: ChildTable, companyIds: readonly string[]): Promise<ChildRow[]> {
  const address = table === 'company_branch' ? sql`street, zip` : sql`null as street, null as zip`
  const { rows } = await sql<ChildRow>`
    select id, company_id, nmls_id, name, city, state, delisted_at is not null as delisted, ${address} from ${sql.table(table)}
    where company_id = any (${companyIds}::uuid[]) and nmls_id is not null`.execute(db)
  return rows
}

function groupBy<T extends { company_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.company_id)
    if (group === undefined) groups.set(row.company_id, [row])
    else group.push(row)
  }
  return groups
}

export type Written = { id: string; isNew: boolean; hash: string; company: ListedCompany; before: ListedCompany | null }

/** Stores these companies as the directory has them: a fixed number of statements, however many. @returns the rows of branches and individuals that left another company */
export async function writeListed(db: Db, written: readonly Written[], now: Date): Promise<string[]> {
  const rows = written.map(({ id, isNew, hash, company }) => ({
    id, is_new: isNew, hash, nmls_id: company.nmlsId, name: company.name, name_key: nameKey(company.name), kind: company.kind, business_types: company.businessTypes,
    street: company.street, city: company.city, state: company.state, zip: company.zip, phone: company.phone, website: company.website,
  }))
  const records = sql`json_to_recordset(${JSON.stringify(rows)}) as r (id uuid, is_new boolean, hash text, nmls_id text, name text, name_key text, kind text, business_types text[],
    street text, city text, state text, zip text, phone text, website text)`
  await sql`
    update company c set nmls_id = r.nmls_id, name = r.name, name_key = r.name_key, kind = r.kind, business_types = r.business_types, street = r.street, city = r.city, state = r.state,
           zip = r.zip, phone = r.phone, website = r.website, standing = 'confirmed', source = 'directory', directory_hash = r.hash, directory_missing_since = null
    from ${records} where not r.is_new and c.id = r.id`.execute(db)
  await sql`
    insert into company (id, nmls_id, name, name_key, kind, business_types, street, city, state, zip, phone, website, directory_hash, created_at)
    select id, nmls_id, name, name_key, kind, business_types, street, city, state, zip, phone, website, hash, ${now} from ${records} where r.is_new order by nmls_id`.execute(db)
  await sql`insert into company_contacts (company_id) select id from ${records} where r.is_new on conflict do nothing`.execute(db)
  await replaceLicences(db, written.filter(({ before, company }) => JSON.stringify(before?.licences ?? []) !== JSON.stringify(company.licences)))
  await replaceContacts(db, written.filter(({ before, company }) => JSON.stringify(before?.contacts ?? []) !== JSON.stringify(company.contacts)))
  return [...(await writeChildren(db, 'company_branch', written, now)), ...(await writeChildren(db, 'company_individual', written, now))]
}

async function replaceLicences(db: Db, written: readonly Written[]): Promise<void> {
  if (written.length === 0) return
  const rows = written.flatMap(({ id, company }) => company.licences.map((licence) => ({ id: newId(), company_id: id, number_key: numberKey(licence.number), ...licence })))
  await sql`delete from company_licence where company_id = any (${written.map(({ id }) => id)}::uuid[])`.execute(db)
  await sql`
    insert into company_licence (id, company_id, state, number, number_key, kind, status)
    select id, company_id, state, number, number_key, kind, status
    from json_to_recordset(${JSON.stringify(rows)}) as r (id uuid, company_id uuid, state text, number text, number_key text, kind text, status text)`.execute(db)
}

async function replaceContacts(db: Db, written: readonly Written[]): Promise<void> {
  if (written.length === 0) return
  const rows = written.flatMap(({ id, company }) => company.contacts.map((contact) => ({ id: newId(), company_id: id, ...contact })))
  await sql`delete from nmls_contact where company_id = any (${written.map(({ id }) => id)}::uuid[])`.execute(db)
  await sql`
    insert into nmls_contact (id, company_id, kind, name, title, email, phone)
    select id, company_id, kind, name, title, email, phone
    from json_to_recordset(${JSON.stringify(rows)}) as r (id uuid, company_id uuid, kind text, name text, title text, email text, phone text)`.execute(db)
}

/** Branches or individuals of these companies: who came from another company leaves it, who is no longer named is marked. */
async function writeChildren(db: Db, table: ChildTable, written: readonly Written[], now: Date): Promise<string[]> {
  const rows = written.flatMap(({ id, company }) =>
    table === 'company_branch'
      ? company.branches.map((branch) => ({ id: newId(), company_id: id, nmls_id: branch.nmlsId, name: branch.name, name_key: '', street: branch.street, city: branch.city, state: branch.state, zip: branch.zip }))
      : company.individuals.map((person) => ({ id: newId(), company_id: id, nmls_id: person.nmlsId, name: person.name, name_key: nameKey(person.name), street: null, city: person.city, state: person.state, zip: null })),
  )
  const of = sql.table(table)
  const records = sql`json_to_recordset(${JSON.stringify(rows)}) as r (id uuid, company_id uuid, nmls_id text, name text, name_key text, street text, city text, state text, zip text)`
  const own = table === 'company_branch' ? { set: sql`street = r.street, zip = r.zip`, columns: sql`street, zip`, differs: sql`(c.street, c.zip) is distinct from (r.street, r.zip)` } : { set: sql`name_key = r.name_key`, columns: sql`name_key`, differs: sql`c.name_key <> r.name_key` }
  const left = await sql<{ id: string }>`
    update ${of} c set delisted_at = ${now} from ${records} where c.nmls_id = r.nmls_id and c.company_id <> r.company_id and c.delisted_at is null returning c.id`.execute(db)
  await sql`
    update ${of} c set delisted_at = ${now}
    where c.company_id = any (${written.map(({ id }) => id)}::uuid[]) and c.nmls_id is not null and c.delisted_at is null
      and not exists (select 1 from ${records} where r.nmls_id = c.nmls_id and r.company_id = c.company_id)`.execute(db)
  await sql`
    update ${of} c set name = r.name, city = r.city, state = r.state, ${own.set}, delisted_at = null
    from ${records} where c.nmls_id = r.nmls_id and c.company_id = r.company_id
      and (c.delisted_at is not null or (c.name, c.city, c.state) is distinct from (r.name, r.city, r.state) or ${own.differs})`.execute(db)
  await sql`
    insert into ${of} (id, company_id, nmls_id, name, city, state, ${own.columns}, created_at)
    select id, company_id, nmls_id, name, city, state, ${own.columns}, ${now} from ${records}
    where not exists (select 1 from ${of} c where c.nmls_id = r.nmls_id and c.company_id = r.company_id)`.execute(db)
  return left.rows.map((row) => row.id)
}
