import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { answerClasses, mailStates, type MailLogItem } from '#src/modules/notifications/mail-log-contract.ts'
import { api, apiPath } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { DataTable, TwoLines } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { ListFilters, type FilterField } from '../../../ui/list-filters.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Page } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { MailCounts } from './mail-counts.tsx'
import { mailLogQuery, mailsKey } from './mail-queries.ts'
import { aboutWords, answerWords, StateTag, stateWords } from './mail-words.tsx'

const route = getRouteApi('/signed-in/mails')
const column = columnsFor<MailLogItem>()

/** One organization at a time: it is chosen from a row of its, and named by the rows that are left. */
const organizationFilter = (kind: 'agency' | 'company', id: string | undefined, items: readonly MailLogItem[]): FilterField[] =>
  id === undefined ? [] : [{ kind: 'custom', name: `${kind}Id`, label: kind === 'agency' ? 'Agency' : 'Company', more: true, render: () => null, chip: () => items.find(({ organization }) => organization?.id === id)?.organization?.name ?? 'one' }]

const filters: FilterField[] = [
  { kind: 'select', name: 'state', label: 'What became of it', any: 'All', options: mailStates.map((state) => ({ value: state, label: stateWords[state] })) },
  { kind: 'text', name: 'domain', label: 'Domain', placeholder: 'Press Enter to search' },
  { kind: 'date', name: 'from', label: 'Made on or after' },
  { kind: 'date', name: 'to', label: 'Made on or before' },
  { kind: 'select', name: 'answer', label: 'Mail server’s answer', any: 'Any', more: true, options: answerClasses.map((answer) => ({ value: answer, label: answerWords[answer] })) },
]

/** What became of every e-mail, for whoever runs the system: never whom it went to or what it said. */
export function MailLog(): ReactNode {
  const search = route.useSearch()
  const { timeZone } = useSession()
  const [asked, setAsked] = useState<MailLogItem | null>(null)
  const list = useInfiniteQuery({
    ...mailLogQuery(search),
    placeholderData: keepPreviousData,
    // Whoever tries again wants to see what comes of it.
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((item) => item.state === 'waiting' || item.state === 'sending')) ? 5_000 : false),
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const fields = [...filters, ...organizationFilter('agency', search.agencyId, items), ...organizationFilter('company', search.companyId, items)]
  const columns = column.columns([
    column.display({ id: 'made', header: 'Made', meta: { card: 'lead', nowrap: true }, cell: ({ row: { original } }) => formatMoment(original.createdAt, timeZone) }),
    column.display({ id: 'about', header: 'About', meta: { card: 'title' }, cell: ({ row: { original } }) => <TwoLines main={aboutWords(original.about)} under={<Where mail={original} />} /> }),
    column.display({ id: 'state', header: 'What became of it', meta: { card: 'tag', nowrap: true }, cell: ({ row: { original } }) => <StateTag state={original.state} /> }),
    column.display({ id: 'answer', header: 'Mail server’s answer', meta: { card: 'more' }, cell: ({ row: { original } }) => answerOf(original, timeZone) }),
    column.display({
      id: 'again',
      header: 'Action',
      meta: { card: 'action', nowrap: true },
      cell: ({ row: { original } }) =>
        original.canTryAgain ? (
          <button type="button" className="link-button" aria-label={`Try again: ${aboutWords(original.about)} to ${original.domain}, ${formatMoment(original.createdAt, timeZone)}`} onClick={() => setAsked(original)}>
            Try again
          </button>
        ) : null,
    }),
  ])

  async function tryAgain(mail: MailLogItem) {
    await api.post(`/mails/${mail.id}/attempts`, {})
    setAsked(null)
    announce('The e-mail is queued again')
    await queryClient.invalidateQueries({ queryKey: mailsKey })
  }

  return (
    <Page title="E-mails" lead="What became of each, newest first. Whom it went to and what it said is not shown: addresses that cannot be reached are shown to their organization’s Account Administrators." focusKey="mails">
      <div className="stack">
        <MailCounts />
        <ListFilters
          fields={fields}
          side={
            <a className="usa-button usa-button--quiet usa-button--small" href={apiPath('/mails/export', search)} download>
              Download as CSV
            </a>
          }
        />
      </div>
      <DataTable caption="E-mails" query={list} columns={columns} rowId={(row) => row.id} pageSize={50} empty={<EmptyState title="No e-mail matches these filters.">Take a filter away to see more.</EmptyState>} />
      {asked ? (
        <ConfirmDialog title="Send this e-mail again?" confirm="Try again" keep="Leave it" onConfirm={() => tryAgain(asked)} onClose={() => setAsked(null)}>
          <p>{askWords(asked)}</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

function askWords({ state, report }: MailLogItem): string {
  if (state === 'uncertain') return 'It may have arrived already: the connection to the mail server was lost in the last moment. Its reader may then get it twice.'
  if (report !== null && state === 'bounced') return `It came back, as ${report.why}. It is queued and tried at once; unless that was mended it comes back again.`
  return 'It is queued and tried at once. Nothing else changes.'
}

/** Its organization leads to all e-mails of that alone. */
function Where({ mail: { organization, domain } }: { mail: MailLogItem }): ReactNode {
  if (organization === null) return `to ${domain}`
  return (
    <>
      to{' '}
      <Link to="/mails" search={organization.kind === 'agency' ? { agencyId: organization.id } : { companyId: organization.id }}>
        {organization.name}
      </Link>
      , {domain}
    </>
  )
}

function answerOf({ code, attempts, state, report, triedAt }: MailLogItem, timeZone: string): ReactNode {
  if (report !== null && (state === 'bounced' || state === 'delayed')) return <TwoLines main={sentence(report.why)} under={`${report.status}, ${formatMoment(report.at, timeZone)}`} />
  const after = attempts === 1 ? '1 attempt' : `${String(attempts)} attempts`
  if (attempts === 0) return <span className="muted">Not tried yet</span>
  return <TwoLines main={code === null ? (state === 'sent' ? 'Handed over' : `No answer after ${after}`) : `${String(code)} after ${after}`} under={triedAt === null ? null : formatMoment(triedAt, timeZone)} />
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
