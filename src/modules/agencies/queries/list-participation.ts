import { sql } from 'kysely'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps } from '../../../platform/ports.ts'
import { components } from '../domain/components.ts'
import type { Participation } from '../participation-contract.ts'

/** Who takes part, by state. Public: read by the one narrow function that needs no claims. */
export async function listParticipation(deps: Deps): Promise<Participation> {
  return deps.transaction({ kind: 'nobody' }, async (tx) => {
    const { rows } = await sql<{ state: string; name: string; component: string; since: string }>`select * from participation_by_component()`.execute(tx.db)
    const today = tx.now.toISOString().slice(0, 10)
    const agencyOf = (name: string, of: typeof rows) => ({ name, components: of.map(({ component, since }) => ({ component: oneOf(components, component), since, upcoming: since > today })) })
    return { items: [...Map.groupBy(rows, ({ state }) => state)].map(([state, inState]) => ({ state, agencies: [...Map.groupBy(inState, ({ name }) => name)].map(([name, of]) => agencyOf(name, of)) })) }
  })
}
