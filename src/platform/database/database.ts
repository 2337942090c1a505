import { Kysely, PostgresDialect, sql, type CompiledQuery, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Actor } from '../../access/actor.ts'
import type { Clock } from '../../kernel/clock.ts'
import { writingAudit, writingReadings } from '../audit/write-audit.ts'
import { announcing } from '../live/announcement.ts'
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
  const pool = new pg.Pool({ connectionString: url, max: options.connections, application_name: 'ses', pipeline: true, statement_timeout: 60_000, connectionTimeoutMillis: 15_000 })
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

/**
 * What nobody waits for goes with what comes next in one message: BEGIN with the first statement, audit and jobs with
 * COMMIT. The server does one after the other; after a failure it refuses all the rest, COMMIT included.
 */
async function inTransaction<T>(pool: pg.Pool, actor: Actor | JobActor | Nobody, clock: Clock, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect()
    const unawaited = new Unawaited()
    let broken: Error | undefined
    try {
      unawaited.add(sendTogether(client, beginAs(actor)))
      const result = await work(transactionOf(client, actor, clock.now(), unawaited))
      const committed = sendTogether(client, 'commit')
      await unawaited.settled()
      await committed
      return result
    } catch (error) {
      const cause = (await unawaited.failure()) ?? error
      await client.query('rollback').catch((lost: unknown) => {
        broken = lost instanceof Error ? lost : new Error('The connection was lost.')
      })
      if (attempt < 3 && cause instanceof pg.DatabaseError && mayBeTriedAgain.has(cause.code ?? '')) continue
      throw cause
    } finally {
      client.release(broken)
    }
  }
}

/** Statements on their way whose results nobody reads; the first that failed is why the transaction did. */
class Unawaited {
  readonly #sent: Promise<unknown>[] = []

  add(sent: Promise<unknown>): void {
    // Looked at when the transaction ends, which may be after the statement has failed.
    sent.catch(() => undefined)
    this.#sent.push(sent)
  }

  async settled(): Promise<void> {
    for (const sent of this.#sent) await sent
  }

  async failure(): Promise<unknown> {
    for (const outcome of await Promise.allSettled(this.#sent)) if (outcome.status === 'rejected') return outcome.reason
    return undefined
  }
}

/** Sends with whatever else is sent before the program waits for an answer. */
function sendTogether(client: pg.PoolClient, statement: string | pg.QueryConfig): Promise<unknown> {
  const { stream } = client.connection
  stream.cork()
  // After all that follows from answers which are here already.
  process.nextTick(() => {
    stream.uncork()
  })
  return client.query(statement)
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

function transactionOf(client: pg.PoolClient, actor: Actor | JobActor | Nobody, now: Date, unawaited: Unawaited): Tx {
  const db = onOneConnection(client)
  const send = (query: CompiledQuery | null) => {
    if (query !== null) unawaited.add(sendTogether(client, prepared(query.sql, query.parameters)))
    return Promise.resolve()
  }
  return {
    db,
    actor,
    now,
    send: (query) => send(query.compile(db)),
    audit: (...entries) => send(writingAudit(db, actor, now, entries)),
    auditRead: (...readings) => send(writingReadings(db, actor, now, readings)),
    enqueue: (job, payload, options) => send(enqueuing(db, job, payload, options)),
    announce: (topic, what) => send(announcing(db, [{ topic, what }])),
  }
}

function prepared(text: string, values: readonly unknown[]): pg.QueryConfig {
  return { name: preparedName(text, values), text, values: [...values] }
}

/** Kysely over the one connection that holds the transaction. */
function onOneConnection(client: pg.PoolClient): Kysely<DB> {
  const held: PostgresPoolClient = { query: client.query.bind(client), release: () => undefined }
  Object.defineProperty(held, 'query', { value: (text: string, values: readonly unknown[]) => client.query(prepared(text, values)) })
  const pool: PostgresPool = { options: {}, connect: () => Promise.resolve(held), end: () => Promise.resolve() }
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

function enqueuing<N extends JobName>(db: Kysely<DB>, job: N, payload: Jobs[N], options: { key?: string; runAt?: Date } = {}): CompiledQuery {
  return sql`select enqueue(${job}, ${JSON.stringify(payload)}::jsonb, ${options.key ?? null}, ${options.runAt ?? null})`.compile(db)
}
