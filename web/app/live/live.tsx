import { useEffect, type ReactNode } from 'react'
import type { Hello, News } from '#src/modules/notifications/live-contract.ts'
import { queryClient } from '../query-client.ts'
import { sessionQuery, useSession } from '../session.tsx'
import { LiveTabs } from './live-tabs.ts'

type Followed = 'complaint' | 'entity'

/** What pages of this tab show, and how many of them. */
const shown = new Map<string, number>()
let tabs: LiveTabs | null = null

/** Stands once in the signed-in layout: tasks and notifications stay new, and whatever a page follows with useLive. */
export function LiveConnection(): ReactNode {
  const { user } = useSession()
  useEffect(() => {
    const open = () => {
      tabs ??= new LiveTabs(user.id, { hello, news, again, end })
      tabs.want([...shown.keys()])
    }
    const close = () => {
      tabs?.close()
      tabs = null
    }
    // A page that the browser keeps for going back holds no connection; when it is shown again it reads everything anew.
    const comeBack = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return
      open()
      again()
    }
    open()
    addEventListener('pagehide', close)
    addEventListener('pageshow', comeBack)
    return () => {
      removeEventListener('pagehide', close)
      removeEventListener('pageshow', comeBack)
      close()
    }
  }, [user.id])
  return null
}

/**
 * Keeps what this page shows of a complaint or an entity new. Its queries stand under ['complaints', id], ['received', …],
 * ['entities', id]; those of a discussion board have "discussion" in their key, and are read alone when only that is new; whoever may not see it any more is shown that it is not found.
 */
export function useLive(kind: Followed, id: string): void {
  useEffect(() => {
    const topic = `${kind}:${id}`
    shown.set(topic, (shown.get(topic) ?? 0) + 1)
    tabs?.want([...shown.keys()])
    return () => {
      const left = (shown.get(topic) ?? 1) - 1
      if (left > 0) shown.set(topic, left)
      else shown.delete(topic)
      tabs?.want([...shown.keys()])
    }
  }, [kind, id])
}

/** Lists and numbers of requests for access and referrals (features sharing and agency-home). */
const sharingKeys = ['sharing-counts', 'sharing-newest', '/access-requests', '/referrals'].map((list) => ['complaint-lists', list])

/** Everything that stands under a topic. A company's page of one request is found under no complaint, so all of them are meant. */
function keysOf(topic: string): readonly (readonly string[])[] {
  const [kind, id = ''] = topic.split(':')
  if (kind === 'complaint') return [['complaints', id], ['discussions', id], ['information-requests'], ['received']]
  if (kind === 'entity') return [['entities', id], ['discussions', id]]
  if (kind === 'agency') return sharingKeys
  return [['tasks'], ['notifications'], sessionQuery.queryKey]
}

const waiting = new Map<string, Set<News['what']>>()
let gathering: ReturnType<typeof setTimeout> | undefined

/** Several words about one record within a moment are one reading. */
function news({ topic, what }: News): void {
  waiting.set(topic, (waiting.get(topic) ?? new Set()).add(what))
  gathering ??= setTimeout(() => {
    gathering = undefined
    const all = [...waiting]
    waiting.clear()
    for (const [one, what] of all) void apply(one, what)
  }, 150)
}

async function apply(topic: string, what: ReadonlySet<News['what']>): Promise<void> {
  if (topic.startsWith('agency:')) for (const queryKey of sharingKeys) await renew(queryKey)
  else if (topic.startsWith('user:')) {
    if (what.has('tasks')) await renew(['tasks'])
    if (what.has('notifications')) await renew(['notifications'])
    await renew(sessionQuery.queryKey)
  } else if (what.has('gone')) {
    // What was read must not stay on the page: it is forgotten, and asked for again.
    for (const queryKey of keysOf(topic)) await queryClient.resetQueries({ queryKey })
    await renew(['complaint-lists'])
  } else if (what.size === 1 && what.has('discussion')) {
    for (const queryKey of keysOf(topic)) await renew(queryKey, (key) => key.some((word) => typeof word === 'string' && word.startsWith('discussion')))
  } else for (const queryKey of keysOf(topic)) await renew(queryKey)
}

/** A hidden page reads when it is looked at again. */
function renew(queryKey: readonly string[], only: (key: readonly unknown[]) => boolean = () => true): Promise<void> {
  return queryClient.invalidateQueries({ queryKey, predicate: (query) => only(query.queryKey), refetchType: document.visibilityState === 'visible' ? 'active' : 'none' })
}

function again(): void {
  void renew(['tasks'])
  void renew(['notifications'])
  void renew(sessionQuery.queryKey)
  for (const queryKey of sharingKeys) void renew(queryKey)
  for (const topic of shown.keys()) for (const queryKey of keysOf(topic)) void renew(queryKey)
}

/** What the page read before it was followed, and what changed since, is read again; the rest is new enough. */
function hello({ now, changed }: Hello): void {
  const ahead = Date.now() - Date.parse(now)
  for (const topic of new Set([...shown.keys(), ...Object.keys(changed).filter((one) => one.startsWith('user:'))])) {
    const at = changed[topic]
    if (at === undefined || at === null) continue
    const changedHere = Date.parse(at) + ahead
    const isOlder = { predicate: (query: { state: { dataUpdatedAt: number } }) => query.state.dataUpdatedAt > 0 && query.state.dataUpdatedAt < changedHere + 500 }
    for (const queryKey of keysOf(topic)) void queryClient.invalidateQueries({ queryKey, ...isOlder })
  }
}

/** Read once more, the session asks to sign in over the page. */
function end(): void {
  void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
}
