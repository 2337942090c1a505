import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { KeptFilters, type SavedFilter } from '../list-contract.ts'
import { agencyOf } from '../store.ts'

/** The filter sets that the actor kept, and those that colleagues share, by name. */
export async function listSavedFilters(deps: Deps, actor: Actor): Promise<{ items: SavedFilter[] }> {
  permit(actor, 'complaint.view')
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const rows = await savedFilters(tx, reader).orderBy('f.name').orderBy('f.id').limit(500).execute()
    return { items: rows.map((row) => present(row, reader)) }
  })
}

export async function readSavedFilter(deps: Deps, actor: Actor, id: string): Promise<SavedFilter> {
  permit(actor, 'complaint.view')
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const row = await savedFilters(tx, reader).where('f.id', '=', id).executeTakeFirst()
    if (row === undefined) throw notFound('filter set')
    return present(row, reader)
  })
}

/** A shared set may outlive its owner's time at the agency; a Supervisor removes it then. */
export function mayRemoveFilter(actor: AgencyActor, set: { owner_id: string; shared: boolean }): boolean {
  return set.owner_id === actor.userId || (set.shared && may(actor, 'filter.remove-shared', { ownerAgencyId: actor.agencyId }))
}

function savedFilters(tx: Tx, reader: AgencyActor) {
  return tx.db
    .selectFrom('saved_filter as f')
    .innerJoin('person as p', 'p.id', 'f.owner_id')
    .select(['f.id', 'f.name', 'f.shared', 'f.owner_id', 'p.name as owner_name', 'f.filters', 'f.version'])
    .where('f.agency_id', '=', reader.agencyId)
}

function present(row: { id: string; name: string; shared: boolean; owner_id: string; owner_name: string; filters: unknown; version: number }, reader: AgencyActor): SavedFilter {
  // A set of an earlier version of the program that is no longer understood shows the plain list.
  const kept = KeptFilters.safeParse(row.filters)
  return {
    id: row.id,
    name: row.name,
    shared: row.shared,
    owner: { id: row.owner_id, name: row.owner_name },
    filters: kept.success ? kept.data : {},
    version: row.version,
    can: [...(row.owner_id === reader.userId ? ['filter.keep'] : []), ...(mayRemoveFilter(reader, row) ? ['filter.remove'] : [])],
  }
}
