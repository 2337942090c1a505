import { Kysely, PostgresDialect, sql, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Actor } from '../../access/actor.ts'
import type { Clock } from '../../kernel/clock.ts'
import { writeAudit, writeReading } from '../audit/write-audit.ts'
import type { Deps, JobActor, JobName, Jobs, Nobody, Tx } from '../ports.ts'
import { preparedName } from './prepared.ts'
import type { DB } from './schema.ts'

// A date has no time and no zone: kept as "YYYY-MM-DD", not made into local midnight.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

export type Database = Pick<Deps, 'transaction'> & {
  /** The underlying pool, for what is not an actor's: readiness, LISTEN, cursors over long results. */
  pool: pg.Pool
  close(): Promise<void>
}

/** Connects with the program's own login. Nothing is readable before a transaction has claimed an actor. */
export function openDatabase(url: string, clock: Clock, options: { connections: number; onError: (error: Error) => void }): Database {
  const pool = new pg.Pool({ connectionString: url, max: options.connections, application_name: 'ses', statement_timeout: 60_000, connectionTimeoutMillis: 15_000 })
  pool.on('error', options.onError)
  // A connection that breaks in the middle of a transaction fails that transaction, not the process.
  pool.on('connect', (client) => client.on('error', options.onError))
  return {
    pool,
    transaction: (actor, work) => inTransaction(pool, actor, clock, work),
    close: () => pool.end(),
  }
}

const mayBeTriedAgain = new Set(['40001', '40P01'])

async function inTransaction<T>(pool: pg.Pool, actor: Actor | JobActor | Nobody, clock: Clock, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query(beginAs(actor))
      const result = await work(transactionOf(client, actor, clock.now()))
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((cause: unknown) => {
        broken = cause instanceof Error ? cause : new Error('The connection was lost.')
      })
      if (attempt < 3 && error instanceof pg.DatabaseError && mayBeTriedAgain.has(error.code ?? '')) continue
      throw error
    } finally {
      client.release(broken)
    }
  }
}

/** BEGIN, role and claims in one round trip. Every claim is set, so that none survives from another actor. */
export function beginAs(actor: Actor | JobActor | Nobody): string {
  const claims = claimsOf(actor)
  const settings = Object.entries(claims).map(([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`)
  return `begin; select ${settings.join(', ')}`
}

function claimsOf(actor: Actor | JobActor | Nobody): Record<string, string> {
  const none = { 'ses.user': '', 'ses.agency': '', 'ses.company': '', 'ses.complaints': '', 'ses.administers': '', 'ses.job': '', 'ses.platform': '' }
  switch (actor.kind) {
    case 'agency':
      return {
        ...none,
        role: 'ses_agency',
        'ses.user': actor.userId,
        'ses.agency': actor.agencyId,
        'ses.complaints': actor.complaintsRole ?? '',
        'ses.administers': actor.systemRoles.includes('account_administrator') ? 'yes' : '',
      }
    case 'company':
      return {
        ...none,
        role: 'ses_company',
        'ses.user': actor.userId,
        'ses.company': actor.companyId,
        'ses.complaints': actor.complaintsAccess ?? '',
        'ses.administers': actor.systemRoles.includes('account_administrator') ? 'yes' : '',
      }
    case 'platform':
      return { ...none, role: 'ses_platform', 'ses.user': actor.userId, 'ses.platform': 'yes' }
    case 'job':
      return { ...none, role: 'ses_worker', 'ses.job': 'yes' }
    case 'nobody':
      return { ...none, role: 'ses_platform' }
  }
}

function transactionOf(client: pg.PoolClient, actor: Actor | JobActor | Nobody, now: Date): Tx {
  const db = onOneConnection(client)
  return {
    db,
    actor,
    now,
    audit: (...entries) => writeAudit(db, actor, now, entries),
    auditRead: (entry) => writeReading(db, actor, now, entry),
    enqueue: (job, payload, options) => enqueue(db, job, payload, options),
  }
}

/** Kysely over the one connection that holds the transaction. */
function onOneConnection(client: pg.PoolClient): Kysely<DB> {
  const held: PostgresPoolClient = { query: client.query.bind(client), release: () => undefined }
  Object.defineProperty(held, 'query', { value: (text: string, values: readonly unknown[]) => client.query({ name: preparedName(text), text, values: [...values] }) })
  const pool: PostgresPool = { options: {}, connect: () => Promise.resolve(held), end: () => Promise.resolve() }
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

async function enqueue<N extends JobName>(db: Kysely<DB>, job: N, payload: Jobs[N], options: { key?: string; runAt?: Date } = {}): Promise<void> {
  await sql`select enqueue(${job}, ${JSON.stringify(payload)}::jsonb, ${options.key ?? null}, ${options.runAt ?? null})`.execute(db)
}
