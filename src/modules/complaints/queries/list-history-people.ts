import type { Actor } from '../../../access/actor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { requireVisible } from './read-history.ts'
import { agencyOf } from '../store.ts'

/** Everybody who stands in a complaint's history, as far as the reader sees it, by name. */
export async function listHistoryPeople(deps: Deps, actor: Actor, complaintId: string) {
  return deps.transaction(agencyOf(actor), async (tx) => {
    await requireVisible(tx, complaintId)
    const rows = await tx.db
      .selectFrom(tx.db.selectFrom('audit_entry').select('actor_id').distinct().where('complaint_id', '=', complaintId).where('actor_id', 'is not', null).as('e'))
      .innerJoin('person as p', 'p.id', 'e.actor_id')
      .leftJoin('agency as a', 'a.id', 'p.agency_id')
      .leftJoin('company as o', 'o.id', 'p.company_id')
      .select(['p.id', 'p.name', 'p.kind', 'a.name as agency', 'o.name as company'])
      .orderBy('p.name')
      .orderBy('p.id')
      .execute()
    return { items: rows.map((row) => ({ id: row.id, name: row.name, organisation: row.agency ?? row.company, side: row.kind === 'company' ? ('company' as const) : ('agency' as const) })) }
  })
}
