import { Hello, News } from '#src/modules/notifications/live-contract.ts'
import { apiPath } from '../api.ts'
import { eventReader } from './event-reader.ts'

export type StreamHandlers = {
  onHello(hello: Hello): void
  onNews(news: News): void
  /** Something may have been missed. */
  onAgain(): void
  /** The session has ended. */
  onEnd(): void
  /** It ended or never came; `retryAfter` in milliseconds where the server named it. */
  onBroken(retryAfter: number | null): void
}

/** The server says something every 20 seconds: silence means that the connection is dead. */
const silentFor = 60_000

/** One connection to /events. Not an EventSource: that can neither say that nobody used the page nor why it was refused. */
export function openStream(topics: readonly string[], handlers: StreamHandlers): () => void {
  const stop = new AbortController()
  let silence: ReturnType<typeof setTimeout> | undefined
  const alive = () => {
    clearTimeout(silence)
    silence = setTimeout(() => stop.abort('silent'), silentFor)
  }
  const idsOf = (kind: string) => topics.filter((topic) => topic.startsWith(`${kind}:`)).map((topic) => topic.slice(kind.length + 1)).join(',')

  async function read(): Promise<number | null> {
    alive()
    const response = await fetch(apiPath('/events', { complaints: idsOf('complaint'), entities: idsOf('entity') }), {
      headers: { Accept: 'text/event-stream', 'X-SES-Background': '1' },
      credentials: 'same-origin',
      signal: stop.signal,
    })
    if (response.status === 401) handlers.onEnd()
    if (!response.ok || !response.body) return (Number(response.headers.get('Retry-After')) || 0) * 1000
    const take = eventReader((event, data) => {
      if (event === 'hello') handlers.onHello(Hello.parse(data))
      else if (event === 'news') handlers.onNews(News.parse(data))
      else if (event === 'again') handlers.onAgain()
      else if (event === 'end') handlers.onEnd()
    })
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return null
      alive()
      take(value)
    }
  }

  let closed = false
  read()
    .catch(() => null)
    .then((retryAfter) => {
      clearTimeout(silence)
      if (!closed) handlers.onBroken(retryAfter)
    })
    .catch(() => undefined)
  return () => {
    closed = true
    clearTimeout(silence)
    stop.abort()
  }
}
