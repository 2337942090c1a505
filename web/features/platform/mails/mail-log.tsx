import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { answerClasses, mailStates, type MailLogItem } from '#src/modules/notifications/mail-log-contract.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { DataTable, TwoLines } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { ListFilters, type FilterField } from '../../../ui/list-filters.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { mailCountsQuery, mailLogQuery, mailsKey } from './mail-queries.ts'
import { aboutWords, answerWords, StateTag, stateWords } from './mail-words.tsx'

const route = getRouteApi('/signed-in/mails')
const column = columnsFor<MailLogItem>()

const filters: FilterField[] = [
  { kind: 'select', name: 'state', label: 'What became of it', any: 'All', options: mailStates.map((state) => ({ value: state, label: stateWords[state] })) },
  { kind: 'select', name: 'answer', label: 'Mail server’s answer', any: 'Any', options: answerClasses.map((answer) => ({ value: answer, label: answerWords[answer] })) },
  { kind: 'text', name: 'domain', label: 'Domain', placeholder: 'company.example; press Enter' },
  { kind: 'date', name: 'from', label: 'Made on or after' },
]

/** What became of every e-mail, for whoever runs the system: never whom it went to or what it said. */
export function MailLog(): ReactNode {
  const search = route.useSearch()
  const { timeZone } = useSession()
  const [asked, setAsked] = useState<MailLogItem | null>(null)
  const list = useInfiniteQuery({ ...mailLogQuery(search), placeholderData: keepPreviousData })
  const columns = column.columns([
    column.display({ id: 'made', header: 'Made', meta: { card: 'lead', nowrap: true }, cell: ({ row: { original } }) => formatMoment(original.createdAt, timeZone) }),
    column.display({ id: 'about', header: 'About', meta: { card: 'title' }, cell: ({ row: { original } }) => <TwoLines main={aboutWords(original.about)} under={`to ${original.domain}`} /> }),
    column.display({ id: 'state', header: 'What became of it', meta: { card: 'tag', nowrap: true }, cell: ({ row: { original } }) => <StateTag state={original.state} /> }),
    column.display({ id: 'answer', header: 'Mail server’s answer', meta: { card: 'more', nowrap: true }, cell: ({ row: { original } }) => answerOf(original) }),
    column.display({ id: 'tried', header: 'Last tried', meta: { card: 'more', nowrap: true }, cell: ({ row: { original } }) => (original.triedAt === null ? <span className="muted">Not yet</span> : formatMoment(original.triedAt, timeZone)) }),
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
    <Page title="E-mails" lead="What became of each, newest first. Whom it went to and what it said is not shown: addresses that refuse e-mails are shown to their organization’s Account Administrators." focusKey="mails">
      <div className="stack">
        <Counts />
        <ListFilters fields={filters} />
      </div>
      <DataTable caption="E-mails" query={list} columns={columns} rowId={(row) => row.id} pageSize={50} empty={<EmptyState title="No e-mail matches these filters.">Take a filter away to see more.</EmptyState>} />
      {asked ? (
        <ConfirmDialog title="Send this e-mail again?" confirm="Try again" keep="Leave it" onConfirm={() => tryAgain(asked)} onClose={() => setAsked(null)}>
          <p>{asked.state === 'uncertain' ? 'It may have arrived already: the connection to the mail server was lost in the last moment. Its reader may then get it twice.' : 'It is queued and tried at once. Nothing else changes.'}</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

function answerOf({ code, attempts, state }: MailLogItem): ReactNode {
  const after = attempts === 1 ? '1 attempt' : `${String(attempts)} attempts`
  if (attempts === 0) return <span className="muted">Not tried yet</span>
  if (code === null) return <span className="muted">{state === 'sent' ? 'Handed over' : `None after ${after}`}</span>
  return (
    <span>
      <span className="num">{code}</span> after {after}
    </span>
  )
}

/** What needs somebody, before the list. */
function Counts(): ReactNode {
  const counts = useQuery(mailCountsQuery).data?.items ?? []
  const of = (state: MailLogItem['state']) => counts.find((item) => item.state === state)?.count ?? 0
  const words = (count: number) => (count >= 1000 ? '1,000 or more' : String(count))
  if (counts.length === 0) return null
  if (of('failed') + of('uncertain') === 0) return <p className="muted">Nothing needs you: no e-mail failed, and none is uncertain. {words(of('waiting'))} queued.</p>
  return (
    <Notice tone="warning" title="Some e-mails need a look">
      {words(of('failed'))} failed, {words(of('uncertain'))} uncertain, {words(of('waiting'))} queued.
    </Notice>
  )
}
