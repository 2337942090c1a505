import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from '../../app/session.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/loading.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { WaitedForPanel } from '../../ui/waited-for-panel.tsx'
import { runsQuery } from './directory/directory-queries.ts'
import { RunState } from './directory/run-words.tsx'
import { MailCounts } from './mails/mail-counts.tsx'
import { accountRequestsQuery, agenciesQuery } from './platform-queries.ts'

/** What waits for whoever runs the system; nothing of any complaint. */
export function PlatformHome(): ReactNode {
  const session = useSession()
  const requests = useInfiniteQuery(accountRequestsQuery)
  const agencies = useInfiniteQuery(agenciesQuery)
  const runs = useInfiniteQuery(runsQuery)
  const pending = requests.data?.pages[0]?.items.filter(({ status }) => status === 'pending') ?? []
  const unmanned = agencies.data?.pages.flatMap(({ items }) => items).filter(({ activeAdministrators }) => activeAdministrators === 0) ?? []
  const last = runs.data?.pages[0]?.items[0]
  const [first] = pending
  return (
    <Page title="Running the system" lead={formatDate(session.today, 'full')}>
      <div className="stack stack--wide">
        {first ? (
          <WaitedForPanel
            who={`${first.agency.shortName} asks`}
            act={pending.length === 1 ? `A company account for ${first.name}` : `${String(pending.length)} company accounts wait for a decision`}
            action={
              <Link className="usa-button" to="/company-accounts/$id" params={{ id: first.id }}>
                Decide
              </Link>
            }
          />
        ) : null}
        {requests.error ? <ErrorState error={requests.error} retry={requests.refetch} title="The requests could not be loaded" /> : null}
        <Section title="Agencies without an active Account Administrator">
          {agencies.isPending ? <Skeleton lines={3} height={24} /> : null}
          {agencies.data && unmanned.length === 0 ? <p className="muted">None: each can look after its own users.</p> : null}
          <ul className="plain-list stack">
            {unmanned.map((agency) => (
              <li key={agency.id}>
                <Link to="/agencies/$id" params={{ id: agency.id }}>
                  {agency.name}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
        <Section title="E-mails" side={<Link to="/mails">All e-mails</Link>}>
          <MailCounts />
        </Section>
        <Section title="NMLS directory">
          {last ? (
            <p>
              <Link to="/directory/$id" params={{ id: last.id }}>
                Last import
              </Link>{' '}
              <RunState run={last} />
            </p>
          ) : (
            <p className="muted">
              Nothing was imported yet. <Link to="/directory">See how</Link>
            </p>
          )}
        </Section>
      </div>
    </Page>
  )
}
