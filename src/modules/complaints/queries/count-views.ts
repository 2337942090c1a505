import { sql, type ExpressionBuilder } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { DB } from '../../../platform/database/schema.ts'
import { listViews } from '../contract.ts'
import { statuses } from '../domain/lifecycle.ts'
import { agencyOf } from '../store.ts'
import { complaintFilter } from './complaint-filter.ts'

export const countCap = 1000 as const
export type Counts = Record<(typeof listViews)[number], number>

/** How many complaints each quick filter shows, counted to 1,000 and no further, in one statement. */
export async function countViews(deps: Deps, actor: Actor): Promise<Counts> {
  permit(actor, 'complaint.view')
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const today = dateIn(reader.timeZone, tx.now)
    const openStatuses = statuses.filter((status) => status !== 'draft' && status !== 'closed' && status !== 'canceled')
    const counted = listViews.map((view) => sql`(${sql.lit(view)}, (select count(*)::int from (${matching(tx, view)}) as found))`)
    const { rows } = await sql<{ view: keyof Counts; count: number }>`select * from (values ${sql.join(counted)}) as v(view, count)`.execute(tx.db)
    const counts: Counts = { open: 0, all: 0, all_agencies: 0, mine: 0, drafts: 0, pending: 0, awaiting_us: 0, awaiting_company: 0, overdue: 0, shared: 0, closed: 0, canceled: 0 }
    for (const row of rows) counts[row.view] = row.count
    return counts

    function matching(inside: Tx, view: keyof Counts) {
      return inside.db
        .selectFrom('complaint as c')
        .select(sql`1`.as('one'))
        .where((eb) => countedBy(eb, view))
        .limit(countCap)
    }

    // Open by its status: so the index by status answers alone, without a look at a thousand rows.
    function countedBy(eb: ExpressionBuilder<{ c: DB['complaint'] }, 'c'>, view: keyof Counts) {
      if (view !== 'open' && view !== 'overdue') return complaintFilter(eb, reader, { view }, today)
      return eb.and([eb('c.agency_id', '=', reader.agencyId), eb('c.status', 'in', openStatuses), ...(view === 'overdue' ? [eb('c.next_due', '<', today)] : [])])
    }
  })
}
