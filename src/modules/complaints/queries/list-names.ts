import { sql } from 'kysely'
import type { Tx } from '../../../platform/ports.ts'

type Unnamed = { agency_id: string; agency_poc_id: string | null; reviewer_id: string | null; entity_id: string | null; product_id: number | null; issue_id: number | null }
type Names = { agency_code: string; agency_name: string; agency_short_name: string; poc_name: string | null; reviewer_name: string | null; entity_number: number | null; product_name: string | null; issue_name: string | null }
type Name = { kind: 'agency' | 'person' | 'entity' | 'category'; id: string; name: string; code: string | null; short_name: string | null }

/** Rows of a page with the names of what they point to: each of these is looked up once, however many rows share it. */
export async function withNames<R extends Unnamed>(tx: Pick<Tx, 'db'>, rows: readonly R[]): Promise<(R & Names)[]> {
  if (rows.length === 0) return []
  const [agencies, people, entities] = [idsOf(rows, ({ agency_id }) => [agency_id]), idsOf(rows, (row) => [row.agency_poc_id, row.reviewer_id]), idsOf(rows, (row) => [row.entity_id])]
  const categories = idsOf(rows, (row) => [row.product_id, row.issue_id])
  const { rows: found } = await sql<Name>`
    select 'agency' as kind, id::text as id, name, code, short_name from agency where id = any(${agencies}::uuid[])
    union all select 'person', id::text, name, null, null from person where id = any(${people}::uuid[])
    union all select 'entity', id::text, number::text, null, null from entity where id = any(${entities}::uuid[])
    union all select 'category', id::text, name, null, null from category where id = any(${categories}::integer[])`.execute(tx.db)
  const names = new Map(found.map((name) => [`${name.kind} ${name.id}`, name]))
  const nameOf = (kind: Name['kind'], id: string | number | null) => (id === null ? undefined : names.get(`${kind} ${String(id)}`))
  return rows.map((row) => {
    const agency = nameOf('agency', row.agency_id)
    if (agency === undefined) throw new Error('A complaint has no agency.')
    const entity = nameOf('entity', row.entity_id)
    return {
      ...row,
      agency_code: agency.code ?? '',
      agency_name: agency.name,
      agency_short_name: agency.short_name ?? '',
      poc_name: nameOf('person', row.agency_poc_id)?.name ?? null,
      reviewer_name: nameOf('person', row.reviewer_id)?.name ?? null,
      entity_number: entity === undefined ? null : Number(entity.name),
      product_name: nameOf('category', row.product_id)?.name ?? null,
      issue_name: nameOf('category', row.issue_id)?.name ?? null,
    }
  })
}

function idsOf<R, I>(rows: readonly R[], pick: (row: R) => readonly (I | null)[]): I[] {
  return [...new Set(rows.flatMap(pick).filter((id): id is I & {} => id !== null))]
}
