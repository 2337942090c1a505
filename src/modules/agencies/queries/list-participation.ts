import { sql } from 'kysely'
import type { Deps } from '../../../platform/ports.ts'
import type { Participation } from '../contract.ts'

/** Who takes part, by state. Public: read by the one narrow function that needs no claims. */
export async function listParticipation(deps: Deps): Promise<Participation> {
  const rows = await deps.transaction({ kind: 'nobody' }, async (tx) => {
    const { rows } = await sql<{ state: string; name: string; components: string[]; since: string }>`select * from participation()`.execute(tx.db)
    return rows
  })
  const byState = Map.groupBy(rows, (row) => row.state)
  return { items: [...byState].map(([state, agencies]) => ({ state, agencies: agencies.map(({ name, components, since }) => ({ name, components, since })) })) }
}
