import type { Pool } from 'pg'
import { asQueue } from './queue-role.ts'

export type FailedJob = {
  id: string
  task: string
  /** 'failing' will be tried again at `nextAttemptAt`; 'dead' waits for an operator. */
  state: 'failing' | 'dead'
  attempts: number
  maxAttempts: number
  nextAttemptAt: Date
  lastError: string | null
  payload: unknown
}

/** Jobs that failed at least once and are not done, the dead ones first. */
export async function listFailedJobs(pool: Pool, most = 200): Promise<FailedJob[]> {
  return asQueue(pool, async (client) => {
    const { rows } = await client.query<FailedJob>(
      `select j.id::text, t.identifier as task, case when j.attempts >= j.max_attempts then 'dead' else 'failing' end as state,
              j.attempts, j.max_attempts as "maxAttempts", j.run_at as "nextAttemptAt", j.last_error as "lastError", j.payload
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where j.last_error is not null
       order by j.attempts >= j.max_attempts desc, j.id limit $1`,
      [most],
    )
    return rows
  })
}

/** Lets a failed job run again now, with all its attempts. @returns its task, or null when there is no such job to try */
export async function retryJob(pool: Pool, id: string): Promise<{ task: string; payload: unknown } | null> {
  return asQueue(pool, async (client) => {
    const { rows } = await client.query<{ task: string; payload: unknown }>(
      `select t.identifier as task, r.payload from graphile_worker.reschedule_jobs(array[$1::bigint], run_at => now(), attempts => 0) r
       join graphile_worker._private_tasks t on t.id = r.task_id`,
      [id],
    )
    return rows[0] ?? null
  })
}
