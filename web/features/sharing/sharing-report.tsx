import { useQuery, type InfiniteData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { sharingTabs, type SharingTab } from '#src/modules/sharing/access-contract.ts'
import { excerpt } from '../../agency/complaint-words.ts'
import { api } from '../../app/api.ts'
import { useMay, useSession } from '../../app/session.tsx'
import { DataTable, TwoLines, type ListQuery } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ExportMenu } from '../../ui/export-menu.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { ListFilters, type FilterField } from '../../ui/list-filters.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useFileSaving } from '../../ui/save-file.ts'
import { columnsFor } from '../../ui/table-columns.ts'
import { TabCount, Tabs } from '../../ui/tabs.tsx'
import { agenciesQuery, sharingCountsQuery } from './sharing-queries.ts'
import './sharing.scss'

/** What the reports on access and on referrals say otherwise. */
export type SharingKind = {
  key: 'access' | 'referrals'
  path: '/access-requests' | '/referrals'
  title: string
  lead: string
  other: { to: '/access-requests' | '/referrals'; words: string }
  history: string
  /** Heads of the other agency's column, by who decides, and of the day on which it began. */
  heads: { asking: string; asked: string; begun: string }
  states: readonly { value: string; label: string }[]
  empty: Readonly<Record<SharingTab | 'filtered', { title: string; next: string }>>
  audience: ReactNode
}

type Step = { at: string; by: string | undefined }
/** A request for access or a referral, as a row. */
export type SharingRow = {
  id: string
  complaint: { id: string; number: string; subjectName: string }
  /** Where its number leads. */
  to: '/complaints/$id' | '/complaints/$id/access'
  /** The agency that asks for something, and the one that is asked and decides. */
  asking: string
  asked: string
  comments: string
  /** What was said when it was decided or ended. */
  answer: string
  tag: ReactNode
  begun: Step
  changed: Step | null
}

/** Pages of what the server sends, as pages of rows. */
export function rowsOf<Item>(rowOf: (item: Item) => SharingRow) {
  return (data: InfiniteData<{ items: Item[] }, string | undefined>) => ({ pages: data.pages.map(({ items }) => ({ items: items.map(rowOf) })), pageParams: data.pageParams })
}

export function answerWords(comments: string): string {
  return comments && `Answer: ${comments}`
}

/** The filters as they stand in the address. */
type Search = { tab?: SharingTab; agencyId?: string; from?: string; to?: string; state?: string }

/** The report on access or on referrals: four tabs, filters, table, CSV and Excel. */
export function SharingReport({ kind, search: { tab = 'incoming', ...filters }, query }: { kind: SharingKind; search: Search; query: ListQuery<SharingRow> }): ReactNode {
  const { title, path, lead, other, empty } = kind
  const { timeZone } = useSession()
  const mayExport = useMay('complaint.export')
  const exporting = useFileSaving()
  const fields = useFields(kind, tab)
  const columns = useMemo(() => columnsOf(kind, tab, timeZone), [kind, tab, timeZone])
  const nothing = Object.values(filters).some(Boolean) ? empty.filtered : empty[tab]
  return (
    <Page
      title={title}
      lead={lead}
      focusKey={kind.key}
      breadcrumb={[
        <Link key="reports" to="/reports">
          Reports
        </Link>,
        title,
      ]}
      actions={
        <>
          <Link to={other.to}>{other.words}</Link>
          {mayExport ? <ExportMenu formats={['csv', 'xlsx']} working={exporting.working} onChoose={(format) => exporting.save(`${path.slice(1)}.${format}`, () => api.download(`${path}/exports`, { tab, ...filters, format }))} /> : null}
        </>
      }
      tabs={<ReportTabRow kind={kind} tab={tab} agencyId={filters.agencyId} />}
    >
      <ListFilters fields={fields} />
      {exporting.problem ? <Notice tone="error">{exporting.problem}</Notice> : null}
      <div className="sharing-rows">
        <DataTable caption={title} query={query} columns={columns} rowId={(row) => row.id} empty={<EmptyState title={nothing.title}>{nothing.next}</EmptyState>} foot={kind.audience} />
      </div>
    </Page>
  )
}

const tabWords = { incoming: 'Incoming Requests', decisions: 'My Agency’s Decisions', outgoing: 'Outgoing Requests' } as const
const isDecided = (tab: SharingTab) => tab === 'decisions' || tab === 'history'
/** Our agency decides, or decided. */
const isOurs = (tab: SharingTab) => tab === 'incoming' || tab === 'decisions'

function ReportTabRow({ kind, tab, agencyId }: { kind: SharingKind; tab: SharingTab; agencyId: string | undefined }): ReactNode {
  const counts = useQuery(sharingCountsQuery).data?.[kind.key]
  return (
    <Tabs label="Which requests">
      {sharingTabs.map((one) => {
        const count = one === 'incoming' ? counts?.incoming : one === 'outgoing' ? counts?.outgoing : undefined
        return (
          <Link key={one} to={kind.path} search={{ ...(one === 'incoming' ? {} : { tab: one }), agencyId }} aria-current={one === tab ? 'page' : undefined} activeProps={{}} activeOptions={{ exact: true, includeSearch: true }}>
            {one === 'history' ? kind.history : tabWords[one]} {count ? <TabCount>{count}</TabCount> : null}
          </Link>
        )
      })}
    </Tabs>
  )
}

function useFields({ heads, states }: SharingKind, tab: SharingTab): FilterField[] {
  const agencies = useQuery(agenciesQuery).data?.items ?? []
  const when = isDecided(tab) ? 'Changed' : heads.begun
  return [
    { kind: 'select', name: 'agencyId', label: 'Other agency', any: 'Any agency', options: agencies.map(({ id, name }) => ({ value: id, label: name })) },
    ...(isDecided(tab) ? [{ kind: 'select' as const, name: 'state', label: 'State', any: 'Any state', options: states }] : []),
    { kind: 'date', name: 'from', label: `${when} from` },
    { kind: 'date', name: 'to', label: `${when} to` },
  ]
}

const column = columnsFor<SharingRow>()

function columnsOf({ heads }: SharingKind, tab: SharingTab, timeZone: string) {
  const day = (step: Step | null) => (step ? <TwoLines main={formatDate(todayIn(timeZone, step.at))} under={step.by} /> : null)
  return column.columns([
    column.accessor((row) => row.complaint.number, {
      id: 'number',
      header: 'ID',
      meta: { card: 'lead', nowrap: true },
      cell: ({ row: { original } }) => (
        <Link data-row-link to={original.to} params={{ id: original.complaint.id }}>
          {original.complaint.number}
        </Link>
      ),
    }),
    column.accessor((row) => row.complaint.subjectName, { id: 'subject', header: 'Subject', meta: { card: 'title' } }),
    column.accessor(isOurs(tab) ? 'asking' : 'asked', { id: 'agency', header: isOurs(tab) ? heads.asking : heads.asked, meta: { card: 'more' } }),
    column.display({ id: 'comments', header: 'Comments', cell: ({ row: { original } }) => <TwoLines main={excerpt(original.comments, 160)} under={original.answer} /> }),
    column.display({ id: 'state', header: 'State', meta: { card: 'tag' }, cell: ({ row }) => row.original.tag }),
    column.display({ id: 'begun', header: heads.begun, meta: { nowrap: true, card: 'due' }, cell: ({ row }) => day(row.original.begun) }),
    ...(isDecided(tab) ? [column.display({ id: 'changed', header: 'Changed', meta: { nowrap: true }, cell: ({ row }) => day(row.original.changed) })] : []),
  ])
}
