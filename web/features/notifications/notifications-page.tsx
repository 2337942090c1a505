import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { NotificationPage, type NotificationItem } from '#src/modules/notifications/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { sessionQuery, useSession } from '../../app/session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Page } from '../../ui/page.tsx'
import { CenterTabs } from './center-tabs.tsx'
import './notifications.scss'

type Item = (typeof NotificationItem)['_output']

const notificationsQuery = infiniteQueryOptions({
  queryKey: ['notifications'],
  queryFn: (context) => api.get('/notifications', NotificationPage, { ...inBackground(context), search: { cursor: context.pageParam, limit: 50 } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

/** What this person was told, newest first; agencies and companies alike. */
export function NotificationsPage(): ReactNode {
  const session = useSession()
  const client = useQueryClient()
  const [problem, setProblem] = useState('')
  const query = useInfiniteQuery(notificationsQuery)
  const items = query.data?.pages.flatMap((page) => page.items)
  const unread = session.unreadNotifications

  async function markRead(ids?: string[]) {
    setProblem('')
    try {
      await api.post('/notifications/reads', ids ? { ids } : {})
      if (!ids) announce('All notifications are marked as read')
    } catch (error) {
      // One that was opened shows itself anyway.
      if (!ids) setProblem(sentenceOf(error))
    }
    await Promise.all([client.invalidateQueries({ queryKey: notificationsQuery.queryKey }), client.invalidateQueries({ queryKey: sessionQuery.queryKey })])
  }

  return (
    <Page
      title="Notifications"
      roomy={session.kind === 'company'}
      lead={unread > 0 ? `${unread > 99 ? 'More than 99' : String(unread)} unread` : undefined}
      tabs={<CenterTabs here="notifications" />}
      actions={
        <button type="button" className="usa-button usa-button--outline" disabled={unread === 0 && !items?.some((item) => !item.read)} onClick={() => void markRead()}>
          Mark all as read
        </button>
      }
    >
      <p role="alert" className="late">
        {problem}
      </p>
      {query.error && !items ? <ErrorState error={query.error} retry={query.refetch} title="The notifications could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={8} height={48} /> : null}
      {items?.length === 0 ? <EmptyState title="Nothing yet.">You are told here, and by e-mail, when something needs you.</EmptyState> : null}
      {items && items.length > 0 ? (
        <ul className="notifications">
          {items.map((item) => (
            <Row key={item.id} item={item} timeZone={session.timeZone} onOpen={() => void markRead([item.id])} />
          ))}
        </ul>
      ) : null}
      {query.hasNextPage ? (
        <button type="button" className="usa-button usa-button--outline" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? 'Loading…' : 'Load earlier ones'}
        </button>
      ) : null}
    </Page>
  )
}

function Row({ item, timeZone, onOpen }: { item: Item; timeZone: string; onOpen: () => void }): ReactNode {
  return (
    <li className={item.read ? undefined : 'notifications__unread'}>
      <Link to={item.link} onClick={item.read ? undefined : onOpen}>
        {item.read ? null : <span className="sr-only">Unread: </span>}
        {item.sentence}
      </Link>
      <time dateTime={item.createdAt} className="muted small">
        {formatMoment(item.createdAt, timeZone)}
      </time>
    </li>
  )
}
