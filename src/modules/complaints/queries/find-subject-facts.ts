import { sql } from 'kysely'
import { displayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { FoundSubject } from '../subject-contract.ts'

export type SubjectRef = { kind: FoundSubject['kind']; id: string; why: string[] }

/** What a person needs to recognise each subject, in the order given. What the actor may not see is left out. */
export async function subjectFacts(tx: Tx, refs: readonly SubjectRef[]): Promise<FoundSubject[]> {
  const idsOf = (kind: SubjectRef['kind']) => refs.filter((ref) => ref.kind === kind).map(({ id }) => id)
  const branches = await branchRows(tx, idsOf('branch'))
  const individuals = await individualRows(tx, idsOf('individual'))
  const companies = await companyRows(tx, [...new Set([...idsOf('company'), ...[...branches, ...individuals].map((row) => row.company_id)])])
  const entities = await entityRows(tx, idsOf('entity'))
  const companyOf = new Map(companies.map((row) => [row.id, row]))
  const parts = new Map([...branches, ...individuals].map((row) => [row.id, row]))
  const entityOf = new Map(entities.map((row) => [row.id, row]))
  return refs.flatMap((ref): FoundSubject[] => {
    if (ref.kind === 'entity') {
      const row = entityOf.get(ref.id)
      return row === undefined ? [] : [presentEntity(row, ref.why)]
    }
    const part = ref.kind === 'company' ? undefined : parts.get(ref.id)
    const company = companyOf.get(part?.company_id ?? ref.id)
    return company === undefined || (ref.kind !== 'company' && part === undefined) ? [] : [presentCompany(ref, company, part)]
  })
}

type CompanyRow = Awaited<ReturnType<typeof companyRows>>[number]
type Part = { id: string; company_id: string; name: string; nmls_id: string | null; street: string | null; city: string | null; state: string | null; zip: string | null; delisted_at: Date | null }

async function companyRows(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return []
  return tx.db
    .selectFrom('company as o')
    .select([
      'o.id', 'o.number', 'o.nmls_id', 'o.name', 'o.street', 'o.city', 'o.state', 'o.zip', 'o.phone', 'o.website', 'o.standing', 'o.directory_missing_since',
      sql<string[]>`array(select l.state || ' ' || l.number || case when l.status = '' then '' else ' (' || l.status || ')' end from company_licence l where l.company_id = o.id order by l.state, l.number limit 10)`.as('licences'),
      sql<number>`open_complaints_of_company(o.id)`.as('open_complaints'),
    ])
    .where(sql<boolean>`o.id = any (${ids}::uuid[])`)
    .execute()
}

async function branchRows(tx: Tx, ids: readonly string[]): Promise<Part[]> {
  if (ids.length === 0) return []
  return tx.db.selectFrom('company_branch').select(['id', 'company_id', 'name', 'nmls_id', 'street', 'city', 'state', 'zip', 'delisted_at']).where('id', 'in', ids).execute()
}

async function individualRows(tx: Tx, ids: readonly string[]): Promise<Part[]> {
  if (ids.length === 0) return []
  const rows = await tx.db.selectFrom('company_individual').select(['id', 'company_id', 'name', 'nmls_id', 'city', 'state', 'delisted_at']).where('id', 'in', ids).execute()
  return rows.map((row) => ({ ...row, street: null, zip: null }))
}

async function entityRows(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return []
  return tx.db
    .selectFrom('entity as e')
    .select([
      'e.id', 'e.number', 'e.name', 'e.street', 'e.city', 'e.state', 'e.zip', 'e.phone', 'e.website',
      sql<number>`open_complaints_of_entity(e.id)`.as('open_complaints'),
    ])
    .where('e.id', 'in', ids)
    .execute()
}

function presentCompany({ kind, why }: SubjectRef, company: CompanyRow, part: Part | undefined): FoundSubject {
  return {
    kind,
    companyId: company.id,
    branchId: kind === 'branch' ? (part?.id ?? null) : null,
    individualId: kind === 'individual' ? (part?.id ?? null) : null,
    entityId: null,
    number: displayId('company', company.number),
    nmlsId: part === undefined ? company.nmls_id : part.nmls_id,
    name: part?.name ?? company.name,
    companyName: part === undefined ? null : company.name,
    address: addressLine(part ?? company),
    phone: company.phone,
    website: company.website,
    standing: company.standing === 'to_be_confirmed' ? 'to_be_confirmed' : (part === undefined ? company.directory_missing_since : part.delisted_at) === null ? 'confirmed' : 'delisted',
    licences: company.licences,
    openComplaints: company.open_complaints,
    why,
  }
}

function presentEntity(row: Awaited<ReturnType<typeof entityRows>>[number], why: string[]): FoundSubject {
  return {
    kind: 'entity',
    companyId: null,
    branchId: null,
    individualId: null,
    entityId: row.id,
    number: displayId('entity', row.number),
    nmlsId: null,
    name: row.name,
    companyName: null,
    address: addressLine(row),
    phone: row.phone === '' ? null : row.phone,
    website: row.website === '' ? null : row.website,
    standing: 'entity',
    licences: [],
    openComplaints: row.open_complaints,
    why,
  }
}

function addressLine(place: { street: string | null; city: string | null; state: string | null; zip: string | null }): string {
  return [place.street, place.city, [place.state, place.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ')
}
