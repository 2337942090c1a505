import { sql } from 'kysely'
import { displayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { CountRow } from './market-counts.ts'

type Keys = Pick<CountRow, 'company_id' | 'entity_id' | 'product_id' | 'issue_id' | 'agency_id'>
type Kind = 'company' | 'entity' | 'category' | 'agency'
type Found = { kind: Kind; id: string; name: string; number: number | null }

export type MarketNames = { nameOf(kind: Kind, id: string | number | null): string | null; etnOf(entityId: string | null): string | null }

/** The names of what these rows count, each looked up once. */
export async function marketNames(tx: Tx, rows: readonly Keys[]): Promise<MarketNames> {
  const [companies, entities, agencies] = [idsOf(rows, ({ company_id }) => [company_id]), idsOf(rows, ({ entity_id }) => [entity_id]), idsOf(rows, ({ agency_id }) => [agency_id])]
  const categories = idsOf(rows, ({ product_id, issue_id }) => [product_id, issue_id])
  const { rows: found } = await sql<Found>`
    select 'company' as kind, id::text as id, name, null::integer as number from company where id = any(${companies}::uuid[])
    union all select 'entity', id::text, name, number from entity where id = any(${entities}::uuid[])
    union all select 'agency', id::text, short_name, null from agency where id = any(${agencies}::uuid[])
    union all select 'category', id::text, name, null from category where id = any(${categories}::integer[])`.execute(tx.db)
  const byKey = new Map(found.map((one) => [`${one.kind} ${one.id}`, one]))
  const of = (kind: Kind, id: string | number | null) => (id === null ? undefined : byKey.get(`${kind} ${String(id)}`))
  return {
    nameOf: (kind, id) => of(kind, id)?.name ?? null,
    etnOf: (entityId) => {
      const number = of('entity', entityId)?.number
      return number === null || number === undefined ? null : displayId('entity', number)
    },
  }
}

function idsOf<R, I>(rows: readonly R[], pick: (row: R) => readonly (I | null)[]): I[] {
  return [...new Set(rows.flatMap(pick).filter((id): id is I & {} => id !== null))]
}
