import pg from 'pg'
import type { Pool } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { asQueueRole } from './queue-role.ts'

/**
 * The queue would hold the jobs of a killed process for four hours. So each pool of workers claims its name by an
 * advisory lock, which ends with its process; jobs of a pool that nobody claims are given free.
 */
const lockOf = `hashtextextended('ses-worker-pool:' || $1, 0)`
/** A pool may have taken its first job a moment before its claim stood. */
const graceSeconds = 10

/** Holds the claim on a connection of its own, again after a lost connection, until `stop`. */
export function claimPool(databaseUrl: string, poolId: string): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const held = (async () => {
    while (!stopping.signal.aborted) {
      const client = new pg.Client({ connectionString: databaseUrl, options: asQueueRole, application_name: 'ses-worker-claim', keepAlive: true })
      const lost = new Promise<void>((resolve) => {
        client.once('error', () => resolve())
        client.once('end', () => resolve())
      })
      try {
        await client.connect()
        await client.query(`select pg_advisory_lock(${lockOf})`, [poolId])
        await Promise.race([lost, aborted(stopping.signal)])
      } catch {
        // Tried again below: the database may be starting.
      }
      await client.end().catch(() => undefined)
      await sleep(500, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await held
    },
  }
}

/** Gives jobs of pools that are gone free for another attempt. @returns the names of those pools */
export async function freeAbandonedJobs(pool: Pool): Promise<string[]> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ id: string }>(
      `select distinct locked_by as id from graphile_worker._private_jobs where locked_by is not null and locked_at < now() - make_interval(secs => $1)`,
      [graceSeconds],
    )
    const gone: string[] = []
    for (const { id } of rows) {
      const { rows: taken } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${lockOf}) as taken`, [id])
      if (taken[0]?.taken !== true) continue
      await client.query('select graphile_worker.force_unlock_workers(array[$1])', [id])
      await client.query(`select pg_advisory_unlock(${lockOf})`, [id])
      gone.push(id)
    }
    return gone
  } finally {
    client.release()
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
