import pg from 'pg'
import { z } from 'zod'
import { newId } from '#src/platform/new-id.ts'

/** One statement as it went over the wire. */
const Statement = z.object({ name: z.string().optional(), text: z.string(), values: z.array(z.unknown()).default([]) })
export type Statement = z.infer<typeof Statement>

/**
 * Notes the statements of a pool, so that a bare client can repeat exactly what the program does, BEGIN, role, claims
 * and COMMIT included.
 */
export class Recorder {
  #noted: Statement[] | null = null

  constructor(pool: pg.Pool) {
    pool.on('connect', (client) => {
      const query = client.query.bind(client)
      const noting = (...args: unknown[]): unknown => {
        const statement = Statement.safeParse(typeof args[0] === 'string' ? { text: args[0] } : args[0])
        if (statement.success) this.#noted?.push(statement.data)
        return Reflect.apply(query, client, args)
      }
      Object.defineProperty(client, 'query', { value: noting })
    })
  }

  /** What `work`, and nothing else at the time, sends. */
  async note(work: () => Promise<unknown>): Promise<Statement[]> {
    const noted: Statement[] = []
    this.#noted = noted
    try {
      await work()
    } finally {
      this.#noted = null
    }
    return noted
  }
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * The same statements about something else: IDs exchanged as said, and those that were made since `since` (of new rows)
 * replaced by new ones.
 */
export function about(statements: readonly Statement[], exchanged: ReadonlyMap<string, string>, since: number): Statement[] {
  const fresh = new Map<string, string>()
  const replaced = (id: string): string => {
    const known = exchanged.get(id) ?? fresh.get(id)
    if (known !== undefined || madeAt(id) < since) return known ?? id
    const made = newId()
    fresh.set(id, made)
    return made
  }
  const anew = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(uuids, replaced)
    return Array.isArray(value) ? value.map(anew) : value
  }
  return statements.map(({ name, text, values }) => ({ name, text: text.replace(uuids, replaced), values: values.map(anew) }))
}

/** A UUIDv7 begins with its time in milliseconds. */
function madeAt(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

/** Clients with nothing around them. */
export class BareClients {
  readonly #free: pg.Client[]
  readonly #all: readonly pg.Client[]

  private constructor(clients: readonly pg.Client[]) {
    this.#all = clients
    this.#free = [...clients]
  }

  static async connect(url: string, count: number): Promise<BareClients> {
    const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: url, application_name: 'ses-bench' }))
    await Promise.all(clients.map((client) => client.connect()))
    return new BareClients(clients)
  }

  /** At most as many at a time as there are clients. */
  async repeat(statements: readonly Statement[]): Promise<void> {
    await this.using(async (client) => {
      for (const { name, text, values } of statements) await (name === undefined && values.length === 0 ? client.query(text) : client.query({ name, text, values }))
    })
  }

  /** One client, alone. */
  async using(work: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = this.#free.pop()
    if (client === undefined) throw new Error('All bare clients are at work.')
    try {
      await work(client)
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      this.#free.push(client)
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((client) => client.end()))
  }
}
