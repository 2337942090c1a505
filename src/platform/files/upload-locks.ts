import { setTimeout as sleep } from 'node:timers/promises'
import { ERRORS, MemoryLocker, type Lock, type Locker } from '@tus/server'
import pg from 'pg'

const channel = 'ses_upload_wanted'
const patience = 30_000
const askAgain = 250

type Held = { release: () => void }

/**
 * One writer for each upload among all processes of the program: an advisory lock of PostgreSQL, held by one connection
 * of this process for all of its uploads, and within the process a lock in memory. Who waits asks the holder to let go,
 * since a holder whose client is gone would otherwise keep it until its connection ends.
 */
export type UploadLocks = Locker & { close(): Promise<void> }

export function openUploadLocks(databaseUrl: string, onError: (error: Error) => void): UploadLocks {
  return new PostgresLocks(databaseUrl, onError)
}

class PostgresLocks implements UploadLocks {
  readonly #databaseUrl: string
  readonly #onError: (error: Error) => void
  readonly #here = new MemoryLocker({ acquireLockTimeout: patience })
  readonly #held = new Map<string, Held>()
  #client: Promise<pg.Client> | null = null

  constructor(databaseUrl: string, onError: (error: Error) => void) {
    this.#databaseUrl = databaseUrl
    this.#onError = onError
  }

  newLock(id: string): Lock {
    const here = this.#here.newLock(id)
    let holds: pg.Client | null = null
    return {
      lock: async (signal, requestRelease) => {
        await here.lock(signal, requestRelease)
        try {
          holds = await this.#take(id, signal)
          this.#held.set(id, { release: () => void requestRelease() })
        } catch (error) {
          await here.unlock()
          throw error
        }
      },
      unlock: async () => {
        this.#held.delete(id)
        try {
          // With its connection the lock is gone already.
          await holds?.query('select pg_advisory_unlock(hashtextextended($1, 0))', [lockName(id)]).catch(this.#onError)
        } finally {
          await here.unlock()
        }
      },
    }
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    await (await client?.catch(() => null))?.end()
  }

  async #take(id: string, signal: AbortSignal): Promise<pg.Client> {
    const until = performance.now() + patience
    for (;;) {
      const client = await this.#connection()
      const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as taken', [lockName(id)])
      if (rows[0]?.taken === true) return client
      if (signal.aborted || performance.now() > until) throw new UploadLocked()
      await client.query('select pg_notify($1, $2)', [channel, id])
      await sleep(askAgain)
    }
  }

  #connection(): Promise<pg.Client> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = null
      throw error
    })
    return this.#client
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#databaseUrl, application_name: 'ses-uploads', pipeline: true, keepAlive: true, connectionTimeoutMillis: 15_000 })
    client.on('error', this.#onError)
    client.on('end', () => {
      // Another process may take what this one held: nobody here goes on writing.
      for (const { release } of this.#held.values()) release()
      this.#held.clear()
      this.#client = null
    })
    client.on('notification', ({ payload = '' }) => this.#held.get(payload)?.release())
    await client.connect()
    await client.query(`listen ${channel}`)
    return client
  }
}

/** The wait was too long, or the request ended meanwhile. In the shape that tus answers with. */
class UploadLocked extends Error {
  readonly status_code = ERRORS.ERR_LOCK_TIMEOUT.status_code
  readonly body = ERRORS.ERR_LOCK_TIMEOUT.body
}

function lockName(id: string): string {
  return `ses-upload:${id}`
}
