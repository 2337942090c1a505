import { sql } from 'kysely'
import type { Deps, Jobs } from '../../platform/ports.ts'

/** So many changes are added up at once: a second's work, after which others get their turn. */
const atOnce = 20_000

/** This module's jobs by name. */
export function reportJobs(deps: Deps) {
  return { 'roll-up-reports': (_payload: Jobs['roll-up-reports']) => rollUp(deps) }
}

/**
 * Adds what changed in the market to the kept sums (migration 0048). A change is taken and added in one transaction, so
 * that breaking off or running twice counts nothing twice; of two processes one does it.
 */
async function rollUp(deps: Deps): Promise<void> {
  let taken: number
  do {
    taken = await deps.transaction({ kind: 'job' }, async (tx) => {
      const { rows } = await sql<{ taken: number }>`select roll_up_market(${atOnce}) as taken`.execute(tx.db)
      return rows[0]?.taken ?? 0
    })
  } while (taken === atOnce)
}
