import { sql } from 'kysely'
import type { Tx } from '../../../platform/ports.ts'
import { statuses, statusWords } from '../../complaints/domain/lifecycle.ts'
import type { HitPage } from '../contract.ts'
import { placeLabels, type FacetCounts } from '../domain/facets.ts'

/** The names of what the facets count, read as the actor may read them. */
export async function labelFacets(tx: Tx, counts: FacetCounts): Promise<HitPage['facets']> {
  const names = await namesOf(tx, counts)
  const by = (known: ReadonlyMap<string, string>) => ({ value, count }: { value: string; count: number }) => ({ value, count, label: known.get(value) ?? value })
  return {
    status: counts.status.map(by(statusLabels)),
    agency: counts.agency.map(by(names)),
    product: counts.product.map(by(names)),
    company: counts.company.map(by(names)),
    year: counts.year.map(by(new Map())),
    place: counts.place.map(by(new Map(Object.entries(placeLabels)))),
  }
}

const statusLabels = new Map([...statuses.map((status) => [status, capital(statusWords(status))] as const), ['draft', 'Draft'] as const, ['open', 'Open'] as const])

// A chosen value is whatever was sent: what is no ID has no name.
const isId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
const isSmallId = (value: string): boolean => /^\d{1,9}$/.test(value)

/** One statement of those parts that are asked for: a company may read neither categories nor entities. */
async function namesOf(tx: Tx, counts: FacetCounts): Promise<Map<string, string>> {
  const keysOf = (facet: readonly { value: string }[], isKey: (value: string) => boolean) => facet.map(({ value }) => value).filter(isKey)
  const [agencies, products, firms] = [keysOf(counts.agency, isId), keysOf(counts.product, isSmallId), keysOf(counts.company, isId)]
  const parts = [
    ...(agencies.length === 0 ? [] : [sql`select id::text, name from agency where id = any(${agencies}::uuid[])`]),
    ...(products.length === 0 ? [] : [sql`select id::text, name from category where id = any(${products}::integer[])`]),
    ...(firms.length === 0 ? [] : [sql`select id::text, name from company where id = any(${firms}::uuid[])`, sql`select id::text, name from entity where id = any(${firms}::uuid[])`]),
  ]
  if (parts.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`${sql.join(parts, sql` union all `)}`.execute(tx.db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
