import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { OwnSessions } from '#src/modules/accounts/own-account-contract.ts'
import { api } from '../../app/api.ts'
import { useConfirmed } from '../../app/confirm.tsx'
import { useSession } from '../../app/session.tsx'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'

const sessionsQuery = queryOptions({ queryKey: ['account', 'sessions'], queryFn: ({ signal }) => api.get('/account/sessions', OwnSessions, { signal }) })
type Item = OwnSessions['items'][number]

/** Where one is signed in, each with its end. */
export function SessionsSection(): ReactNode {
  const query = useQuery(sessionsQuery)
  const client = useQueryClient()
  const { confirmed, dialog } = useConfirmed()
  const end = useMutation({
    mutationFn: (id: string | undefined) => confirmed(() => api.delete(id === undefined ? '/account/sessions' : `/account/sessions/${id}`)),
    onSuccess: async (_nothing, id) => {
      await client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
      announce(id === undefined ? 'Signed out everywhere else' : 'That device is signed out')
    },
  })
  const others = query.data?.items.filter((item) => !item.current) ?? []
  return (
    <Section
      title="Where you are signed in"
      side={
        others.length > 1 ? (
          <button
            type="button"
            className="usa-button usa-button--outline"
            aria-disabled={end.isPending}
            onClick={() => {
              if (!end.isPending) end.mutate(undefined)
            }}
          >
            End all others
          </button>
        ) : undefined
      }
      hint={<p className="muted">Do you not know one of them? End it and change your password.</p>}
    >
      {dialog}
      {end.error ? <Notice tone="error">{sentenceOf(end.error)}</Notice> : null}
      {query.error ? <ErrorState error={query.error} retry={query.refetch} title="Your sessions could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={2} height={44} label="Loading your sessions" /> : null}
      {query.data ? <SessionTable items={query.data.items} onEnd={(id) => end.mutate(id)} /> : null}
    </Section>
  )
}

const ways = { password: 'Password', passkey: 'Passkey', sso: 'Single sign-on' }

function SessionTable({ items, onEnd }: { items: Item[]; onEnd: (id: string) => void }): ReactNode {
  const { timeZone } = useSession()
  const column = columnsFor<Item>()
  const columns = column.columns([
    column.accessor('device', { header: 'Device', meta: { card: 'title' }, cell: ({ row }) => <TwoLines main={row.original.device} under={row.original.current ? 'This device, now' : ways[row.original.method]} /> }),
    column.accessor('address', { header: 'Address', meta: { card: 'more' }, cell: ({ row }) => row.original.address ?? 'Unknown' }),
    column.accessor('begunAt', { header: 'Signed in', meta: { card: 'more', nowrap: true }, cell: ({ row }) => formatMoment(row.original.begunAt, timeZone) }),
    column.accessor('lastUsedAt', { header: 'Last used', meta: { card: 'more', nowrap: true }, cell: ({ row }) => formatMoment(row.original.lastUsedAt, timeZone) }),
    column.display({
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      meta: { align: 'end', card: 'action', nowrap: true, name: 'Actions' },
      cell: ({ row }) =>
        row.original.current ? null : (
          <button type="button" className="link-button" aria-label={`End ${row.original.device}, signed in ${formatMoment(row.original.begunAt, timeZone)}`} onClick={() => onEnd(row.original.id)}>
            End
          </button>
        ),
    }),
  ])
  return <StaticTable caption="Your sessions" rows={items} columns={columns} rowId={(item) => item.id} empty="You are signed in nowhere." />
}
