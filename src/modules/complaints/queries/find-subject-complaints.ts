import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ComplaintItem } from '../contract.ts'
import { agencyOf } from '../store.ts'
import { complaintColumns, presentItem } from './complaint-item.ts'

const Position = z.tuple([z.literal('entity-complaints'), z.number().int()])

/** Complaints of all agencies about a Non-NMLS entity, newest first: basic information. Drafts are left out. */
export async function findSubjectComplaints(deps: Pick<Deps, 'transaction' | 'cursors'>, actor: Actor, entityId: string, page: { cursor?: string | undefined; limit: number }): Promise<{ items: ComplaintItem[]; next: string | null }> {
  permit(actor, 'entity.view')
  const reader = agencyOf(actor)
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  return deps.transaction(reader, async (tx) => {
    const entity = await tx.db.selectFrom('entity').select('id').where('id', '=', entityId).executeTakeFirst()
    if (entity === undefined) throw notFound('entity')
    let query = tx.db
      .selectFrom('complaint as c')
      .innerJoin('agency as a', 'a.id', 'c.agency_id')
      .select([...complaintColumns, 'a.code as agency_code', 'a.name as agency_name', 'a.short_name as agency_short_name'])
      .select((eb) => [
        eb.selectFrom('person as poc').select('poc.name').whereRef('poc.id', '=', 'c.agency_poc_id').as('poc_name'),
        eb.selectFrom('entity as firm').select('firm.number').whereRef('firm.id', '=', 'c.entity_id').as('entity_number'),
        eb.selectFrom('category as product').select('product.name').whereRef('product.id', '=', 'c.product_id').as('product_name'),
        eb.selectFrom('category as issue').select('issue.name').whereRef('issue.id', '=', 'c.issue_id').as('issue_name'),
      ])
      .where('c.entity_id', '=', entityId)
      .where('c.status', '<>', 'draft')
      .orderBy('c.number', 'desc')
      .limit(page.limit + 1)
    if (after !== null) query = query.where(sql<SqlBool>`c.number < ${after[1]}`)
    const rows = await query.execute()
    const shown = rows.slice(0, page.limit)
    const last = shown.at(-1)
    const today = dateIn(reader.timeZone, tx.now)
    return {
      items: shown.map((row) => presentItem(row, reader, today)),
      next: rows.length > page.limit && last !== undefined ? deps.cursors.seal(['entity-complaints', last.number]) : null,
    }
  })
}
