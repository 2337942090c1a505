import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { WebhookItem } from '#src/modules/integrations/webhook-contract.ts'
import { useMay, useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Icon } from '../../ui/icon.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'
import { webhookStates } from './delivery-words.ts'
import { tokensQuery, webhooksQuery } from './integration-queries.ts'
import { TokenTable } from './token-table.tsx'

/** The organization's own systems, for its Account Administrators. */
export function IntegrationsPage(): ReactNode {
  const session = useSession()
  const may = useMay('integration.manage')
  if (!may) {
    return (
      <Page title="Integrations" roomy={session.kind === 'company'}>
        <EmptyState title="Account Administrators look after integrations." action={<Link to="/account/api-tokens">Your own API tokens</Link>}>
          Ask one of yours to add an address for events.
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page title="Integrations" roomy={session.kind === 'company'} lead="Your organization’s own systems">
      <Webhooks />
      <Tokens />
    </Page>
  )
}

function Webhooks(): ReactNode {
  const query = useQuery(webhooksQuery)
  return (
    <Section
      title="Webhooks"
      side={
        query.data && query.data.items.length < query.data.most ? (
          <Link to="/integrations/webhooks/new" className="usa-button usa-button--outline">
            <Icon name="add" />
            Add an address
          </Link>
        ) : undefined
      }
      hint={<p className="muted">Your system is told within seconds when something happens: event, time, IDs and links, never anything about a person. It then reads the rest with a token.</p>}
    >
      {query.error && !query.data ? <ErrorState error={query.error} retry={query.refetch} title="The addresses could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={3} height={48} label="Loading the addresses" /> : null}
      {query.data ? <WebhookTable items={query.data.items} /> : null}
    </Section>
  )
}

function WebhookTable({ items }: { items: WebhookItem[] }): ReactNode {
  const { timeZone } = useSession()
  const column = columnsFor<WebhookItem>()
  const columns = column.columns([
    column.accessor('name', {
      header: 'Address',
      meta: { card: 'title' },
      cell: ({ row }) => (
        <TwoLines
          main={
            <Link to="/integrations/webhooks/$id" params={{ id: row.original.id }} search={{}}>
              {row.original.name}
            </Link>
          }
          under={<span className="wrap-anywhere">{row.original.url}</span>}
        />
      ),
    }),
    column.accessor((row) => row.events.length, { id: 'events', header: 'Told of', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.events.length === 1 ? '1 event' : `${String(row.original.events.length)} events`) }),
    column.accessor('state', {
      header: 'State',
      meta: { card: 'tag', nowrap: true },
      cell: ({ row }) => <Tag tone={webhookStates[row.original.state].tone}>{webhookStates[row.original.state].label}</Tag>,
    }),
    column.accessor('since', { header: 'Since', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.since === null ? '' : formatMoment(row.original.since, timeZone)) }),
  ])
  return <StaticTable caption="Addresses to which events are sent" rows={items} columns={columns} rowId={(row) => row.id} empty={<EmptyState title="No address yet.">Add the address of the system that shall be told what happens.</EmptyState>} />
}

function Tokens(): ReactNode {
  const query = useQuery(tokensQuery)
  const client = useQueryClient()
  return (
    <Section
      title="API tokens"
      side={
        <Link to="/account/api-tokens" className="usa-button usa-button--outline">
          Your own tokens
        </Link>
      }
      hint={<AudienceHint who="own">All tokens of your users, each acting as the user who made it. You can revoke them; nobody can read them again.</AudienceHint>}
    >
      {query.error && !query.data ? <ErrorState error={query.error} retry={query.refetch} title="The tokens could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={3} height={48} label="Loading the tokens" /> : null}
      {query.data ? <TokenTable items={query.data.items} path="/api-tokens" owners onRevoked={() => client.invalidateQueries({ queryKey: tokensQuery.queryKey })} empty={<EmptyState title="No user has a token.">Users make them in their own account.</EmptyState>} /> : null}
    </Section>
  )
}
