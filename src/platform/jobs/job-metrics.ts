import type { Pool } from 'pg'
import { Gauge, register } from 'prom-client'
import type { Registry } from 'prom-client'
import { beginAs } from '../database/database.ts'
import { asQueue } from './queue-role.ts'

/** Gauges of jobs and e-mails, read from the database whenever the metrics are asked for. */
export function collectJobMetrics(pool: Pool, registry: Registry = register): void {
  gauge(registry, { name: 'ses_jobs', help: 'Jobs in the queue: waiting, failing (will be tried again), dead (wait for an operator)', states: ['waiting', 'failing', 'dead'] }, () => countJobs(pool))
  gauge(registry, { name: 'ses_mails_unsent', help: 'E-mails that are not sent, late or came back: waiting, sending, failed, uncertain, delayed, bounced', states: ['waiting', 'sending', 'failed', 'uncertain', 'delayed', 'bounced'] }, () => countMails(pool))
}

type Counts = { state: string; count: number }[]

function gauge(registry: Registry, about: { name: string; help: string; states: readonly string[] }, count: () => Promise<Counts>): void {
  registry.removeSingleMetric(about.name)
  new Gauge({
    name: about.name,
    help: about.help,
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      // Without the database the other metrics are wanted all the more: these are then absent, not zero.
      const counts = await count().catch(() => null)
      this.reset()
      if (counts === null) return
      for (const state of about.states) this.set({ state }, counts.find((row) => row.state === state)?.count ?? 0)
    },
  })
}

async function countJobs(pool: Pool): Promise<Counts> {
  return asQueue(pool, async (client) => {
    const { rows } = await client.query<{ state: string; count: number }>(
      `select case when last_error is null then 'waiting' when attempts >= max_attempts then 'dead' else 'failing' end as state, count(*)::int as count
       from graphile_worker._private_jobs group by 1`,
    )
    return rows
  })
}

async function countMails(pool: Pool): Promise<Counts> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query(beginAs({ kind: 'job' }))
    const { rows } = await client.query<{ state: string; count: number }>(`select state, count(*)::int as count from mail where state <> 'sent' group by 1`)
    await client.query('commit')
    return rows
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}
