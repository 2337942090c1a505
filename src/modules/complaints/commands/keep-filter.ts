import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { ChangeFilter, KeepFilter } from '../list-contract.ts'
import { mayRemoveFilter } from '../queries/list-saved-filters.ts'
import { agencyOf, requireVersion } from '../store.ts'

const most = 50
const taken = () => invalid({ name: 'You have a set with this name. Choose another name, or update that one.' })

/** Keeps a filter set for its maker, who may share it within the agency. */
export async function keepFilter(deps: Deps, actor: Actor, input: KeepFilter): Promise<string> {
  permit(actor, 'filter.keep')
  const owner = agencyOf(actor)
  return deps.transaction(owner, async (tx) => {
    const { count } = await tx.db.selectFrom('saved_filter').select(sql<number>`count(*)::int`.as('count')).where('owner_id', '=', owner.userId).executeTakeFirstOrThrow()
    if (count >= most) throw new AppError('conflict', `You have ${String(most)} filter sets, the most that can be kept. Remove one first.`)
    const id = newId()
    const { numInsertedOrUpdatedRows } = await tx.db
      .insertInto('saved_filter')
      .values({ id, agency_id: owner.agencyId, owner_id: owner.userId, name: input.name, shared: input.shared, filters: JSON.stringify(input.filters), created_at: tx.now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows !== 1n) throw taken()
    await tx.audit({ action: 'saved_filter.kept', audience: 'agency', agencyId: owner.agencyId, about: { kind: 'saved_filter', id }, details: { shared: input.shared } })
    return id
  })
}

/** Renames a set, shares it or keeps it to oneself, or lets it hold other filters. Only its owner. */
export async function changeFilter(deps: Deps, actor: Actor, id: string, input: ChangeFilter): Promise<void> {
  const owner = agencyOf(actor)
  await deps.transaction(owner, async (tx) => {
    const found = await findOwn(tx, owner, id)
    requireVersion(found, input.version)
    const { name, shared, filters } = input
    if (name !== undefined && (await isTaken(tx, owner, id, name))) throw taken()
    await tx.db
      .updateTable('saved_filter')
      .set({ name, shared, filters: filters === undefined ? undefined : JSON.stringify(filters), version: found.version + 1 })
      .where('id', '=', id)
      .execute()
    await tx.audit({ action: 'saved_filter.changed', audience: 'agency', agencyId: owner.agencyId, about: { kind: 'saved_filter', id }, details: { fields: Object.entries({ name, shared, filters }).filter(([, value]) => value !== undefined).map(([field]) => field) } })
  })
}

/** Removes a set; where it was shared, nobody in the agency has it any more. A shared one also a Supervisor, as its owner may have left. */
export async function removeFilter(deps: Deps, actor: Actor, id: string, version: number): Promise<void> {
  const owner = agencyOf(actor)
  await deps.transaction(owner, async (tx) => {
    const found = await tx.db.selectFrom('saved_filter').select(['owner_id', 'shared', 'version']).where('id', '=', id).executeTakeFirst()
    if (found === undefined) throw notFound('filter set')
    permit(owner, 'filter.keep')
    if (!mayRemoveFilter(owner, found)) throw new AppError('forbidden', 'Only whoever keeps this set, or a Complaint Supervisor, can remove it.')
    requireVersion(found, version)
    // A Supervisor does not hold what a colleague keeps: what was changed meanwhile is seen by its version alone.
    const { numDeletedRows } = await tx.db.deleteFrom('saved_filter').where('id', '=', id).where('version', '=', version).executeTakeFirst()
    if (numDeletedRows !== 1n) throw new AppError('stale_version', 'Somebody else changed or removed this set since you opened it. Look at what is there now.')
    await tx.audit({ action: 'saved_filter.removed', audience: 'agency', agencyId: owner.agencyId, about: { kind: 'saved_filter', id } })
  })
}

/** Not found when neither theirs nor shared with them; refused when a colleague's. */
async function findOwn(tx: Tx, owner: AgencyActor, id: string): Promise<{ version: number }> {
  const found = await tx.db.selectFrom('saved_filter').select(['owner_id', 'version']).where('id', '=', id).executeTakeFirst()
  if (found === undefined) throw notFound('filter set')
  permit(owner, 'filter.keep')
  if (found.owner_id !== owner.userId) throw new AppError('forbidden', 'Only whoever keeps this set can change it. Keep one of your own.')
  // Held until the end, so that two changes at once do not both see the same version.
  const held = await tx.db.selectFrom('saved_filter').select('version').where('id', '=', id).forUpdate().executeTakeFirst()
  if (held === undefined) throw notFound('filter set')
  return held
}

async function isTaken(tx: Tx, owner: AgencyActor, id: string, name: string): Promise<boolean> {
  const same = await tx.db.selectFrom('saved_filter').select('id').where('owner_id', '=', owner.userId).where(sql`lower(name)`, '=', name.toLowerCase()).where('id', '<>', id).executeTakeFirst()
  return same !== undefined
}
