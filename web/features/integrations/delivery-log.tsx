import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { deliveryStates, Replayed, type Delivery, type WebhookItem } from '#src/modules/integrations/webhook-contract.ts'
import { api } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import { DataTable, StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx'
import { formatMoment, formatTime } from '../../ui/format-date.ts'
import { ListFilters } from '../../ui/list-filters.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section, useKeptFocus } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'
import { deliveryStateWords, outcomeWords } from './delivery-words.ts'
import { deliveriesQuery, deliveryQuery, webhooksKey, webhooksQuery } from './integration-queries.ts'

const route = getRouteApi('/signed-in/integrations/webhooks/$id')
const day = 86_400_000

/** What was sent to an address, with each attempt; by hand it is sent again, one or all that failed. */
export function DeliveryLog({ webhook }: { webhook: WebhookItem }): ReactNode {
  const { state, event } = route.useSearch()
  const { timeZone } = useSession()
  const client = useQueryClient()
  const query = useInfiniteQuery(deliveriesQuery(webhook.id, { state, event }))
  const labels = useQuery(webhooksQuery)
  const [open, setOpen] = useState<{ act: 'attempts'; delivery: Delivery } | { act: 'all' } | null>(null)
  const [problem, setProblem] = useState('')
  useKeptFocus()
  const filtered = state !== undefined || event !== undefined
  const off = webhook.state === 'paused' || webhook.state === 'switched_off'
  const labelOf = (name: string) => (name === 'test' ? 'Test event' : (labels.data?.events.find((one) => one.name === name)?.label ?? name))

  async function again(body: { deliveryId: string } | { failedSince: string }): Promise<void> {
    const { count, more } = await api.post(`/webhooks/${webhook.id}/replays`, body, Replayed)
    announce(count === 0 ? 'Nothing failed since then' : `${String(count)} ${count === 1 ? 'event is' : 'events are'} sent again${more ? '; press once more for the rest' : ''}`)
    await client.invalidateQueries({ queryKey: webhooksKey })
  }
  async function one(delivery: Delivery): Promise<void> {
    setProblem('')
    await again({ deliveryId: delivery.id }).catch((error: unknown) => setProblem(sentenceOf(error)))
  }

  const column = columnsFor<Delivery>()
  const columns = column.columns([
    column.accessor('event', { header: 'Event', meta: { card: 'title' }, cell: ({ row }) => <TwoLines main={labelOf(row.original.event)} under={formatMoment(row.original.happenedAt, timeZone)} /> }),
    column.accessor('state', { header: 'State', meta: { card: 'tag', nowrap: true }, cell: ({ row }) => <Tag tone={deliveryStateWords[row.original.state].tone}>{deliveryStateWords[row.original.state].label}</Tag> }),
    column.accessor('lastOutcome', {
      header: 'Last answer',
      meta: { card: 'more' },
      cell: ({ row }) => <TwoLines main={outcomeWords(row.original.lastOutcome, row.original.lastCode)} under={row.original.state === 'waiting' && row.original.nextAt !== null ? `Next at ${formatMoment(row.original.nextAt, timeZone)}` : undefined} />,
    }),
    column.accessor('attempts', {
      header: 'Attempts',
      meta: { card: 'more', align: 'end' },
      cell: ({ row }) => (
          <button type="button" className="link-button" aria-label={`${attemptWords(row.original.attempts)} at sending: ${labelOf(row.original.event)}, ${formatMoment(row.original.happenedAt, timeZone)}`} onClick={() => setOpen({ act: 'attempts', delivery: row.original })}>
            {attemptWords(row.original.attempts)}
          </button>
      ),
    }),
    column.display({
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      meta: { align: 'end', card: 'action', nowrap: true, name: 'Actions' },
      cell: ({ row }) =>
        off || row.original.event === 'test' || row.original.state === 'waiting' ? null : (
          <button type="button" className="link-button" aria-label={`Send again: ${labelOf(row.original.event)}, ${formatMoment(row.original.happenedAt, timeZone)}`} onClick={() => void one(row.original)}>
            Send again
          </button>
        ),
    }),
  ])
  return (
    <Section
      title="Log"
      hint={<p className="muted">What was sent, newest first. Kept for 30 days.</p>}
      side={
        off ? undefined : (
          <button type="button" className="usa-button usa-button--outline" onClick={() => setOpen({ act: 'all' })}>
            Send all that failed
          </button>
        )
      }
    >
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      <ListFilters
        fields={[
          { kind: 'select', name: 'state', label: 'State', any: 'Any state', options: deliveryStates.map((value) => ({ value, label: deliveryStateWords[value].label })) },
          { kind: 'select', name: 'event', label: 'Event', any: 'Any event', options: [...new Set([...webhook.events, 'test', ...(event === undefined ? [] : [event])])].map((value) => ({ value, label: labelOf(value) })) },
        ]}
      />
      <DataTable caption="What was sent" query={query} columns={columns} rowId={(row) => row.id} quiet empty={<EmptyState title={filtered ? 'Nothing matches these filters.' : 'Nothing was sent yet.'}>{filtered ? 'Choose another state or event.' : 'Send a test event to see whether your system takes it.'}</EmptyState>} />
      {open?.act === 'attempts' ? <Attempts webhookId={webhook.id} delivery={open.delivery} title={labelOf(open.delivery.event)} onClose={() => setOpen(null)} /> : null}
      {open?.act === 'all' ? (
        <ConfirmDialog
          title="Send all that failed?"
          confirm="Send them"
          keep="Send nothing"
          onClose={() => setOpen(null)}
          onConfirm={async () => {
            await again({ failedSince: new Date(Date.now() - 30 * day).toISOString() })
            setOpen(null)
          }}
        >
          <p>Every event of the last 30 days that failed is sent again, the oldest first, under its own webhook-id, so that your system knows a repetition. What your organization may not see any more is left out.</p>
        </ConfirmDialog>
      ) : null}
    </Section>
  )
}

function attemptWords(attempts: number): string {
  if (attempts === 0) return 'None yet'
  return attempts === 1 ? '1 attempt' : `${String(attempts)} attempts`
}

function Attempts({ webhookId, delivery, title, onClose }: { webhookId: string; delivery: Delivery; title: string; onClose: () => void }): ReactNode {
  const { timeZone } = useSession()
  const query = useQuery(deliveryQuery(webhookId, delivery.id))
  const column = columnsFor<{ number: number; at: string; milliseconds: number; code: number | null; outcome: string }>()
  const columns = column.columns([
    column.accessor('at', { header: 'Time', meta: { card: 'title', nowrap: true }, cell: ({ row }) => formatMoment(row.original.at, timeZone) }),
    column.accessor('outcome', { header: 'Answer', meta: { card: 'more' }, cell: ({ row }) => outcomeWords(row.original.outcome, row.original.code) }),
    column.accessor('milliseconds', { header: 'Took', meta: { card: 'more', align: 'end', nowrap: true }, cell: ({ row }) => `${row.original.milliseconds.toLocaleString('en-US')} ms` }),
  ])
  return (
    <Dialog title={`${title}, ${formatTime(delivery.happenedAt, timeZone)}`} wide onClose={onClose} actions={<button type="button" className="usa-button" onClick={onClose}>Close</button>}>
      <p className="small">
        webhook-id <span className="mono wrap-anywhere">{delivery.id}</span>
      </p>
      {query.error && !query.data ? <ErrorState error={query.error} retry={query.refetch} title="The attempts could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={3} height={36} label="Loading the attempts" /> : null}
      {query.data ? <StaticTable caption="Attempts" rows={query.data.tries} columns={columns} rowId={(row) => String(row.number)} empty="It was not tried yet." /> : null}
      {query.data ? <Message message={query.data.message} /> : null}
    </Dialog>
  )
}

/** The body, as it is composed at each attempt. */
function Message({ message }: { message: string | null }): ReactNode {
  if (message === null) return <p className="muted">Nothing would be sent now: your organization does not see any more what it was about.</p>
  const parsed: unknown = JSON.parse(message)
  return (
    <section className="stack stack--tight">
      <h3 className="aside-title">Message</h3>
      <pre className="mono small wrap-anywhere" tabIndex={0} aria-label="Message">
        {JSON.stringify(parsed, null, 2)}
      </pre>
    </section>
  )
}
