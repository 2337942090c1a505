import type { Actor } from '../../../access/actor.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { MarketChoices } from '../market-contract.ts'
import { marketReader } from './read-market.ts'

/** By what the market can be filtered. Labels that are no longer in use stay, marked by no list: old complaints have them. */
export async function listMarketChoices(deps: Deps, actor: Actor): Promise<MarketChoices> {
  return deps.transaction(marketReader(actor), async (tx) => {
    const agencies = await tx.db.selectFrom('agency').select(['id', 'short_name']).orderBy('short_name').execute()
    const categories = await tx.db.selectFrom('category').select(['id', 'level', 'name', 'parent_id']).where('level', 'in', ['product', 'issue']).orderBy('name').execute()
    return {
      agencies: agencies.map(({ id, short_name }) => ({ id, name: short_name })),
      products: categories.filter(({ level }) => level === 'product').map(({ id, name }) => ({ id: String(id), name })),
      issues: categories.filter(({ level }) => level === 'issue').map(({ id, name, parent_id }) => ({ id: String(id), name, productId: parent_id === null ? null : String(parent_id) })),
    }
  })
}
