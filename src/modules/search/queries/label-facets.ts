import { sql, type SqlBool } from 'kysely'
import type { Tx } from '../../../platform/ports.ts'
import { statuses, statusWords } from '../../complaints/domain/lifecycle.ts'
import type { HitPage } from '../contract.ts'
import { placeLabels, type FacetCounts } from '../domain/facets.ts'

/** The names of what the facets count, read as the actor may read them. */
export async function labelFacets(tx: Tx, counts: FacetCounts): Promise<HitPage['facets']> {
  const agencies = await namesOf(counts.agency, isId, (ids) => tx.db.selectFrom('agency').select(['id', 'name']).where(sql<SqlBool>`id = any(${ids}::uuid[])`).execute())
  const products = await namesOf(counts.product, isSmallId, (ids) => tx.db.selectFrom('category').select(['id', 'name']).where(sql<SqlBool>`id = any(${ids}::integer[])`).execute())
  const companies = await namesOf(counts.company, isId, async (ids) => [
    ...(await tx.db.selectFrom('company').select(['id', 'name']).where(sql<SqlBool>`id = any(${ids}::uuid[])`).execute()),
    ...(await tx.db.selectFrom('entity').select(['id', 'name']).where(sql<SqlBool>`id = any(${ids}::uuid[])`).execute()),
  ])
  const by = (names: ReadonlyMap<string, string>) => ({ value, count }: { value: string; count: number }) => ({ value, count, label: names.get(value) ?? value })
  return {
    status: counts.status.map(by(statusLabels)),
    agency: counts.agency.map(by(agencies)),
    product: counts.product.map(by(products)),
    company: counts.company.map(by(companies)),
    year: counts.year.map(by(new Map())),
    place: counts.place.map(by(new Map(Object.entries(placeLabels)))),
  }
}

const statusLabels = new Map([...statuses.map((status) => [status, capital(statusWords(status))] as const), ['draft', 'Draft'] as const, ['open', 'Open'] as const])

// A chosen value is whatever was sent: what is no ID has no name.
const isId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
const isSmallId = (value: string): boolean => /^\d{1,9}$/.test(value)

async function namesOf(counts: readonly { value: string }[], isKey: (value: string) => boolean, read: (ids: string[]) => Promise<{ id: string | number; name: string }[]>): Promise<Map<string, string>> {
  const keys = counts.map(({ value }) => value).filter(isKey)
  if (keys.length === 0) return new Map()
  return new Map((await read(keys)).map(({ id, name }) => [String(id), name]))
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
