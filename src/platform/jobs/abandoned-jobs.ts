import pg from 'pg'
import type { Pool } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { asQueueRole } from './queue-role.ts'

/**
 * The queue would hold the jobs of a killed process for four hours. So each pool of workers claims its name by an
 * advisory lock before it takes its first job; the lock ends with its process. Jobs of a pool that nobody claims are
 * given free.
 */
const lockOf = `hashtextextended('ses-worker-pool:' || $1, 0)`
const pauseMs = 250

export type Claim = {
  /** Resolves once the claim stands for the first time, or is stopped before. */
  stands: Promise<void>
  stop(): Promise<void>
}

/** Holds the claim on a connection of its own, at once again after a lost connection, until `stop`. */
export function claimPool(databaseUrl: string, poolId: string): Claim {
  const stopping = new AbortController()
  const standing = new AbortController()
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
        standing.abort()
        await Promise.race([lost, aborted(stopping.signal)])
      } catch {
        // Tried again: the database may be starting.
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
      await client.end().catch(() => undefined)
    }
    standing.abort()
  })()
  return {
    stands: aborted(standing.signal),
    stop: async () => {
      stopping.abort()
      await held
    },
  }
}

/**
 * One look at who holds jobs. A pool that nobody claims now and nobody claimed at the look before is gone, and its jobs
 * are given free for another attempt; between two looks a claim whose connection broke has time to stand again.
 * @param suspects those whom nobody claimed at the last look; brought up to date
 * @returns the names of the pools that are gone
 */
export async function freeAbandonedJobs(pool: Pool, suspects: Set<string>): Promise<string[]> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ id: string }>('select distinct locked_by as id from graphile_worker._private_jobs where locked_by is not null')
    const before = new Set(suspects)
    suspects.clear()
    const gone: string[] = []
    for (const { id } of rows) {
      const { rows: taken } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${lockOf}) as taken`, [id])
      if (taken[0]?.taken !== true) continue
      if (before.has(id)) {
        await client.query('select graphile_worker.force_unlock_workers(array[$1])', [id])
        gone.push(id)
      } else suspects.add(id)
      await client.query(`select pg_advisory_unlock(${lockOf})`, [id])
    }
    return gone
  } finally {
    client.release()
  }
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
