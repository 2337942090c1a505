import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { nameKey } from '../../../kernel/text.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { ListedItem, ListedSearch } from '../contract.ts'

const Position = z.tuple([z.enum(['branch', 'individual']), z.string(), z.uuid()])
type Kind = 'branch' | 'individual'
type Row = { id: string; nmls_id: string | null; name: string; city: string | null; state: string | null; delisted_at: Date | null; sort: string }

/** A company's branches or individuals by name; those that NMLS no longer lists under it are marked. */
export async function listListed(deps: Pick<Deps, 'transaction' | 'cursors'>, actor: Actor, companyId: string, kind: Kind, input: ListedSearch): Promise<{ items: ListedItem[]; next: string | null }> {
  permit(actor, 'company.view')
  const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Position)
  return deps.transaction(actor, async (tx) => {
    const company = await tx.db.selectFrom('company').select('id').where('id', '=', companyId).executeTakeFirst()
    if (company === undefined) throw notFound('company')
    const rows = await pageRows(tx, companyId, kind, input, after?.[0] === kind ? [after[1], after[2]] : null)
    const shown = rows.slice(0, input.limit)
    const last = shown.at(-1)
    return {
      items: shown.map((row) => ({ id: row.id, nmlsId: row.nmls_id, name: row.name, place: [row.city, row.state].filter(Boolean).join(', '), delistedAt: row.delisted_at?.toISOString() ?? null })),
      next: rows.length > input.limit && last !== undefined ? deps.cursors.seal([kind, last.sort, last.id]) : null,
    }
  })
}

async function pageRows(tx: Tx, companyId: string, kind: Kind, input: ListedSearch, after: [string, string] | null): Promise<Row[]> {
  const sort = kind === 'branch' ? sql`name` : sql`name_key`
  const { words } = input
  const key = words === undefined ? '' : kind === 'branch' ? words.toLowerCase() : nameKey(words)
  const matches = words === undefined ? sql`true` : sql`(nmls_id = ${words} or position(${key} in ${kind === 'branch' ? sql`lower(name)` : sql`name_key`}) > 0)`
  const { rows } = await sql<Row>`
    select id, nmls_id, name, city, state, delisted_at, ${sort} as sort from ${sql.table(kind === 'branch' ? 'company_branch' : 'company_individual')}
    where company_id = ${companyId} and ${matches} and ${after === null ? sql`true` : sql`(${sort}, id) > (${after[0]}, ${after[1]}::uuid)`}
    order by ${sort}, id limit ${input.limit + 1}`.execute(tx.db)
  return rows
}
