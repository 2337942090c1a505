import type { Hello, News } from '#src/modules/notifications/live-contract.ts'
import { openStream } from './live-stream.ts'

/** What the tabs of one browser say to each other. */
type Said =
  | { kind: 'wants'; tab: string; topics: string[] }
  /** The leader asks anew, so that tabs that are gone are forgotten. */
  | { kind: 'who' }
  | { kind: 'hello'; hello: Hello }
  | { kind: 'news'; news: News }
  | { kind: 'again' }
  | { kind: 'end' }

export type Heard = {
  hello(hello: Hello): void
  news(news: News): void
  again(): void
  end(): void
}

const mostTopics = 40
const shortest = 1_000
const longest = 30_000
/** How often the leader asks which tabs are still there, and how long it waits for them. */
const askEvery = 60_000
const answerWithin = 10_000

/**
 * One stream for all tabs of a browser, since HTTP/1.1 allows six connections: the tab that holds the lock leads, the others
 * hear what it hears; when it closes, the next takes over. Where the browser has no locks every tab leads for itself.
 */
export class LiveTabs {
  readonly #heard: Heard
  readonly #tab = crypto.randomUUID()
  readonly #channel: BroadcastChannel
  readonly #leaving = new AbortController()
  #topics: string[] = []
  #leader: Leader | null = null

  constructor(userId: string, heard: Heard) {
    this.#heard = heard
    const name = `ses-live:${userId}`
    this.#channel = new BroadcastChannel(name)
    this.#channel.onmessage = ({ data }: MessageEvent<Said>) => this.#take(data)
    const lead = () =>
      new Promise<void>((resolve) => {
        const leader = new Leader((said) => this.#sayAsLeader(said))
        this.#leader = leader
        this.#leaving.signal.addEventListener('abort', () => {
          leader.stop()
          resolve()
        })
        leader.wants(this.#tab, this.#topics)
        leader.ask()
      })
    // Browsers have no locks on a page that came over plain http.
    if ('locks' in navigator) navigator.locks.request(name, { signal: this.#leaving.signal }, lead).catch(() => undefined)
    else void lead()
  }

  /** What this tab shows now. */
  want(topics: readonly string[]): void {
    this.#topics = [...topics]
    this.#say({ kind: 'wants', tab: this.#tab, topics: this.#topics })
  }

  close(): void {
    this.#say({ kind: 'wants', tab: this.#tab, topics: [] })
    this.#leaving.abort()
    this.#channel.close()
  }

  #say(said: Said): void {
    if (this.#leader !== null && said.kind === 'wants') this.#leader.wants(said.tab, said.topics)
    else this.#channel.postMessage(said)
  }

  #sayAsLeader(said: Said): void {
    if (this.#leaving.signal.aborted) return
    this.#channel.postMessage(said)
    this.#take(said)
  }

  #take(said: Said): void {
    switch (said.kind) {
      case 'wants':
        this.#leader?.wants(said.tab, said.topics)
        return
      case 'who':
        this.want(this.#topics)
        return
      case 'hello':
        this.#heard.hello(said.hello)
        return
      case 'news':
        this.#heard.news(said.news)
        return
      case 'again':
        this.#heard.again()
        return
      case 'end':
        this.#heard.end()
        return
    }
  }
}

/** Holds the stream: as long as it leads, whatever happens to the network. */
class Leader {
  readonly #say: (said: Said) => void
  readonly #wanted = new Map<string, { topics: string[]; at: number }>()
  readonly #asking = setInterval(() => this.ask(), askEvery)
  #close: (() => void) | null = null
  #followed = ''
  #failures = 0
  #broken = false
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #online = () => this.#openSoon(0)

  constructor(say: (said: Said) => void) {
    this.#say = say
    addEventListener('online', this.#online)
    this.#openSoon(0)
  }

  wants(tab: string, topics: string[]): void {
    this.#wanted.set(tab, { topics, at: Date.now() })
    if (this.#topics().join() !== this.#followed) this.#openSoon(200)
  }

  ask(): void {
    const asked = Date.now()
    this.#say({ kind: 'who' })
    setTimeout(() => {
      for (const [tab, { at }] of this.#wanted) if (at < asked) this.#wanted.delete(tab)
    }, answerWithin)
  }

  stop(): void {
    clearInterval(this.#asking)
    clearTimeout(this.#timer)
    removeEventListener('online', this.#online)
    this.#close?.()
  }

  /** The latest asked for, where the server would not take them all. */
  #topics(): string[] {
    const latest = [...this.#wanted.values()].sort((a, b) => b.at - a.at).flatMap(({ topics }) => topics)
    return [...new Set(latest)].slice(0, mostTopics).sort()
  }

  #openSoon(pause: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#open(), pause)
  }

  /** The stream before is closed only when the next one is there, so that nothing falls between them. */
  #open(): void {
    const topics = this.#topics()
    this.#followed = topics.join()
    const before = this.#close
    const close = openStream(topics, {
      onHello: (hello) => {
        before?.()
        this.#failures = 0
        this.#say({ kind: 'hello', hello })
        // Whatever happened while nobody listened is found by reading again.
        if (this.#broken) this.#say({ kind: 'again' })
        this.#broken = false
      },
      onNews: (news) => this.#say({ kind: 'news', news }),
      onAgain: () => this.#say({ kind: 'again' }),
      onEnd: () => this.#say({ kind: 'end' }),
      onBroken: (retryAfter) => {
        if (this.#close !== close) return
        before?.()
        this.#broken = true
        this.#failures += 1
        const pause = Math.min(longest, shortest * 2 ** (this.#failures - 1))
        // Many pages lose one server at the same moment.
        this.#openSoon(Math.max(pause, retryAfter ?? 0) * (0.5 + Math.random()))
      },
    })
    this.#close = close
  }
}
