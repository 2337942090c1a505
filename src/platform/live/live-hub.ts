import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { LiveTopic } from '../ports.ts'
import { announcementsOf, liveChannel, type Announcement } from './announcement.ts'

export type Follower = {
  hear(announcement: Announcement): void
  /** The connection to the database was lost for a while: anything may have happened. */
  missed(): void
}

/** What is announced by any process, for the open pages of this one. */
export type LiveHub = {
  /** Resolves once announcements arrive; rejects when the database cannot be reached now. */
  ready(): Promise<void>
  /** Hears of these topics until the answer is called. */
  follow(topics: readonly LiveTopic[], follower: Follower): () => void
  close(): Promise<void>
}

/** How often a connection that says nothing is asked whether it still lives. */
const pulseMs = 30_000

/**
 * LISTEN on one direct connection of its own for the whole process, opened with the first page that follows something.
 * When it breaks it is opened again, and every follower is told that it may have missed something.
 */
export function openLiveHub(databaseUrl: string, onError: (error: Error) => void): LiveHub {
  return new PostgresHub(databaseUrl, onError)
}

class PostgresHub implements LiveHub {
  readonly #databaseUrl: string
  readonly #onError: (error: Error) => void
  readonly #followers = new Map<LiveTopic, Set<Follower>>()
  readonly #closing = new AbortController()
  #client: Promise<pg.Client> | null = null

  constructor(databaseUrl: string, onError: (error: Error) => void) {
    this.#databaseUrl = databaseUrl
    this.#onError = onError
  }

  async ready(): Promise<void> {
    if (this.#closing.signal.aborted) throw new Error('The program is stopping.')
    this.#client ??= this.#connect()
    await this.#client
  }

  follow(topics: readonly LiveTopic[], follower: Follower): () => void {
    for (const topic of topics) {
      const here = this.#followers.get(topic)
      if (here === undefined) this.#followers.set(topic, new Set([follower]))
      else here.add(follower)
    }
    return () => {
      for (const topic of topics) {
        const here = this.#followers.get(topic)
        here?.delete(follower)
        if (here?.size === 0) this.#followers.delete(topic)
      }
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    const client = this.#client
    this.#client = null
    await (await client?.catch(() => null))?.end()
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#databaseUrl, application_name: 'ses-live', keepAlive: true, connectionTimeoutMillis: 15_000, query_timeout: 10_000 })
    let listening = false
    const pulse = setInterval(() => {
      // No answer within the query's time: the connection only seems to be there.
      client.query('select 1').catch(() => void client.end().catch(() => undefined))
    }, pulseMs)
    pulse.unref()
    client.on('error', this.#onError)
    client.on('end', () => {
      clearInterval(pulse)
      this.#client = null
      if (listening) void this.#connectAgain()
    })
    client.on('notification', ({ payload = '' }) => this.#pass(announcementsOf(payload)))
    try {
      await client.connect()
      await client.query(`listen ${liveChannel}`)
      listening = true
      return client
    } catch (error) {
      clearInterval(pulse)
      this.#client = null
      await client.end().catch(() => undefined)
      throw error
    }
  }

  async #connectAgain(): Promise<void> {
    for (let pause = 200; !this.#closing.signal.aborted && this.#followers.size > 0; pause = Math.min(pause * 2, 15_000)) {
      try {
        await this.ready()
        for (const follower of new Set([...this.#followers.values()].flatMap((here) => [...here]))) follower.missed()
        return
      } catch (error) {
        if (error instanceof Error) this.#onError(error)
        await sleep(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined)
      }
    }
  }

  #pass(announcements: readonly Announcement[]): void {
    for (const announcement of announcements) for (const follower of this.#followers.get(announcement.topic) ?? []) follower.hear(announcement)
  }
}
