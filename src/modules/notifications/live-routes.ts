import { z } from 'zod'
import type { Actor } from '../../access/actor.ts'
import { AppError } from '../../kernel/errors.ts'
import { sessionCookie, type App, type ResolveSession } from '../../platform/http/app.ts'
import { openEventStream, type EventStream } from '../../platform/live/event-stream.ts'
import type { LiveHub } from '../../platform/live/live-hub.ts'
import type { Deps, LiveTopic } from '../../platform/ports.ts'
import { FollowEvents } from './live-contract.ts'
import { followLive } from './live-reader.ts'
import { ownTopics } from './queries/read-sight.ts'

/** Browsers of one person at one process, each with all of its tabs. */
const mostStreams = 12

/** What happens, told to open pages at once (server-sent events). */
export function liveRoutes(app: App, deps: Pick<Deps, 'transaction' | 'clock'>, parts: { live: LiveHub; resolveSession: ResolveSession }): void {
  const open = new Map<string, Set<EventStream>>()
  // A stream ends by itself only with its session; the program need not wait for that.
  app.addHook('preClose', async () => {
    for (const streams of open.values()) for (const stream of streams) stream.end()
  })

  app.get(
    '/events',
    {
      config: { permission: 'account.own' },
      schema: {
        tags: ['Tasks and notifications'],
        summary: 'What becomes new, as it happens',
        description: `Server-sent events, for whoever is signed in, until the session ends. First "hello" with the time and when each followed record changed last; then "news" with a topic and what is new there: tasks and notifications of your own, requests for access and referrals of your agency, changes of the complaints and entities that are named in the query. No event holds anything but IDs: read the record. What you may not see (any more) is "gone". "again" means that something may have been missed; so does a connection that broke: read everything anew. "end": the session has ended. At most ${String(mostStreams)} streams for one person.`,
        querystring: FollowEvents,
        response: { 200: z.string().describe('text/event-stream') },
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const { userId } = request.actor
      const own = open.get(userId) ?? new Set()
      if (own.size >= mostStreams) throw new AppError('too_many_attempts', 'Too many pages of yours follow what happens. Close some of them.', { retryAfterSeconds: 60 })
      await parts.live.ready().catch(() => {
        throw new AppError('unavailable', 'What happens cannot be followed at the moment. The page shows it when it is loaded again.')
      })
      const stream = openEventStream(reply)
      open.set(userId, own.add(stream))
      stream.onClose(() => {
        own.delete(stream)
        if (own.size === 0) open.delete(userId)
      })
      const token = request.cookies[sessionCookie]
      followLive({ deps, live: parts.live, stream, topics: topicsOf(request.actor, request.query), signedIn: () => parts.resolveSession(token, { background: true }) })
      return reply
    },
  )
}

function topicsOf(actor: Actor, { complaints = [], entities = [] }: FollowEvents): LiveTopic[] {
  return [...new Set<LiveTopic>([...ownTopics(actor), ...complaints.map((id) => `complaint:${id}` as const), ...entities.map((id) => `entity:${id}` as const)])]
}
