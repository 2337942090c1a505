import type { Actor } from '../../access/actor.ts'
import { AppError } from '../../kernel/errors.ts'
import type { SignedIn } from '../../platform/http/app.ts'
import type { Announcement } from '../../platform/live/announcement.ts'
import type { EventStream } from '../../platform/live/event-stream.ts'
import type { Follower, LiveHub } from '../../platform/live/live-hub.ts'
import type { Deps, LiveNews, LiveTopic } from '../../platform/ports.ts'
import type { News } from './live-contract.ts'
import { readChanged, readSight, type Sight } from './queries/read-sight.ts'

export type LiveReading = {
  deps: Pick<Deps, 'transaction' | 'clock'>
  live: LiveHub
  stream: EventStream
  topics: readonly LiveTopic[]
  /** Whose stream it is, as of now; throws when the session has ended. */
  signedIn: () => Promise<SignedIn>
}

/** Announcements that come together are looked at together. */
const gatherMs = 100
/** A proxy that hears nothing for a minute cuts the connection; a session that ended is noticed within this time. */
const beatMs = 20_000

/**
 * Tells one browser what becomes new. Before each telling the session and row-level security are asked again, so that
 * whoever has lost a complaint hears "gone" and nothing more of it.
 */
export function followLive(reading: LiveReading): void {
  new LiveReader(reading).begin()
}

class LiveReader implements Follower {
  readonly #reading: LiveReading
  readonly #waiting = new Map<LiveTopic, Set<LiveNews>>()
  #sight = new Map<LiveTopic, Sight>()
  #missed = false
  #busy = true
  #ended = false
  #gathering: NodeJS.Timeout | undefined

  constructor(reading: LiveReading) {
    this.#reading = reading
  }

  begin(): void {
    const { live, stream, topics } = this.#reading
    // Followed before it is looked at: what happens in between waits.
    const unfollow = live.follow(topics, this)
    const beat = setInterval(() => void this.#beat(), beatMs)
    stream.onClose(() => {
      this.#ended = true
      unfollow()
      clearInterval(beat)
      clearTimeout(this.#gathering)
    })
    void this.#guarded(() => this.#greet())
  }

  hear({ topic, what }: Announcement): void {
    const news = this.#waiting.get(topic) ?? new Set()
    this.#waiting.set(topic, news.add(what))
    this.#gather()
  }

  missed(): void {
    this.#missed = true
    this.#gather()
  }

  async #greet(): Promise<void> {
    const { deps, stream, topics, signedIn } = this.#reading
    const { actor } = await signedIn()
    this.#sight = await readSight(deps, actor, topics)
    const seen = topics.filter((topic) => this.#sight.get(topic) !== 'none')
    stream.send('hello', { now: deps.clock.now().toISOString(), changed: await readChanged(deps, actor, seen) })
    for (const topic of topics) if (this.#sight.get(topic) === 'none') this.#tell(topic, 'gone')
  }

  /** The connection stays open only as long as the session. */
  async #beat(): Promise<void> {
    if (this.#busy) return
    await this.#guarded(async () => {
      await this.#reading.signedIn()
      this.#reading.stream.beat()
    })
  }

  #gather(): void {
    if (this.#ended || this.#busy || this.#gathering !== undefined) return
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined
      void this.#guarded(() => this.#pass())
    }, gatherMs)
  }

  async #pass(): Promise<void> {
    const { deps, stream, topics, signedIn } = this.#reading
    const missed = this.#missed
    const waiting = new Map(this.#waiting)
    this.#missed = false
    this.#waiting.clear()
    const { actor } = await signedIn()
    const now = await readSight(deps, actor, missed ? topics : [...waiting.keys()])
    for (const [topic, sight] of now) {
      const before = this.#sight.get(topic) ?? 'none'
      this.#sight.set(topic, sight)
      if (sight !== before) this.#tell(topic, sight === 'detail' ? 'access' : 'gone')
      else if (sight === 'detail') for (const what of heardBy(actor, waiting.get(topic) ?? [])) this.#tell(topic, what)
    }
    if (missed) stream.send('again', {})
  }

  #tell(topic: LiveTopic, what: News['what']): void {
    this.#reading.stream.send('news', { topic, what } satisfies News)
  }

  /** One thing at a time. A session that ended is said; after another fault the browser comes back and reads everything anew. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    this.#busy = true
    try {
      await work()
    } catch (error) {
      if (error instanceof AppError && (error.code === 'unauthenticated' || error.code === 'session_expired')) this.#reading.stream.send('end', {})
      this.#reading.stream.end()
      return
    } finally {
      this.#busy = false
    }
    if (this.#missed || this.#waiting.size > 0) this.#gather()
  }
}

/** What stays inside the agencies or inside the company is not even hinted at to the other side. */
function heardBy(actor: Actor, news: Iterable<LiveNews>): Set<News['what']> {
  const heard = new Set<News['what']>()
  for (const what of news) {
    if (what === 'changed_at_agency' || what === 'changed_at_company') {
      if (actor.kind === (what === 'changed_at_agency' ? 'agency' : 'company')) heard.add('changed')
    } else if (actor.kind === 'agency' || (what !== 'discussion' && what !== 'access')) heard.add(what)
  }
  return heard
}
