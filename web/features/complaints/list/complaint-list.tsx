import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import type { ComplaintItem } from '#src/modules/complaints/contract.ts'
import { mostSelected } from '#src/modules/complaints/list-contract.ts'
import { complaintColumns } from '../../../agency/complaint-columns.tsx'
import { countWords, viewWords, type ListView } from '../../../agency/complaint-words.ts'
import { complaintsQuery, countsQuery, type ListInput } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { useMay, useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { ExportMenu } from '../../../ui/export-menu.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { ListFilters } from '../../../ui/list-filters.tsx'
import { useListSearch } from '../../../ui/list-search.ts'
import { MenuButton } from '../../../ui/menu-button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { useFileSaving } from '../../../ui/save-file.ts'
import type { Sort } from '../../../ui/table-view.tsx'
import { AssignDialog, RemindDialog } from './bulk-actions.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import { useComplaintFilters } from './complaint-filters.tsx'
import { EmptyList } from './empty-list.tsx'
import { ListRail } from './list-rail.tsx'
import { chosenColumns, columnsOf, exportColumns, inputOf, isNarrowed } from './list-state.ts'
import { ManageSets } from './manage-sets.tsx'
import { SaveSetDialog } from './saved-sets.tsx'
import './list.scss'

const route = getRouteApi('/signed-in/complaints')
const pageSize = 20
const sheetFormats = ['csv', 'xlsx'] as const
type SheetFormat = (typeof sheetFormats)[number]

export function ComplaintList(): ReactNode {
  const search = route.useSearch()
  const { words, setSearch } = useListSearch()
  const session = useSession()
  const [mayEnter, mayImport, mayExport, mayKeep] = [useMay('complaint.enter'), useMay('complaint.import'), useMay('complaint.export'), useMay('filter.keep')]
  const [dialog, setDialog] = useState<'save' | 'columns' | 'manage' | null>(null)
  // With what was selected when it opened.
  const [bulk, setBulk] = useState<Bulk | null>(null)
  const view: ListView = search.view ?? 'open'
  const input = inputOf(search, view)
  const list = useInfiniteQuery({ ...complaintsQuery({ ...input, limit: pageSize }, words), placeholderData: keepPreviousData })
  const counts = useQuery(countsQuery).data
  const isFiltered = isNarrowed(search, words)
  const total = isFiltered ? undefined : countWords(counts?.counts[view], counts?.cap)
  const atMost = list.data?.pages[0]?.shownAtMost
  // The same columns until something about them changes: new ones are new cells, and what has the focus in them would lose it.
  const names = useMemo(() => columnsOf(view, { columns: search.columns, status: search.status }), [view, search.columns, search.status])
  const columns = useMemo(
    () => complaintColumns(names, { today: session.today, timeZone: session.timeZone, draftsOpenIntake: mayEnter, everywhere: view === 'all_agencies', byAgency: view === 'all_agencies' || view === 'shared' }),
    [names, session.today, session.timeZone, mayEnter, view],
  )
  const exporting = useFileSaving()
  const { limit: _limit, ...asked } = input
  const exported = { ...asked, words: words || undefined, columns: exportColumns(names) }
  const save = (format: SheetFormat, body: object) => exporting.save(`complaints.${format}`, () => api.download('/complaints/exports', { ...body, format }))
  return (
    <Page
      title={viewWords[view]}
      lead={leadOf(view, isFiltered ? undefined : total)}
      focusKey="complaints"
      rail={<ListRail current={view} search={search} onManage={() => setDialog('manage')} />}
      railLabel="Quick filters"
      actions={
        <>
          {mayExport ? <ExportMenu formats={sheetFormats} working={exporting.working} onChoose={(format) => save(format, exported)} note="the columns shown" /> : null}
          {mayImport ? (
            <Link className="usa-button usa-button--quiet" to="/complaints/import">
              <Icon name="upload_file" />
              Import
            </Link>
          ) : null}
          {mayEnter ? (
            <Link className="usa-button" to="/complaints/new">
              <Icon name="add" />
              Enter a complaint
            </Link>
          ) : null}
        </>
      }
    >
      <ListFilters
        fields={useComplaintFilters(search, view, session.today)}
        side={
          <>
            {mayKeep ? (
              <button type="button" className="link-button" onClick={() => setDialog('save')}>
                <Icon name="bookmark" />
                Save this set
              </button>
            ) : null}
            <button type="button" className="link-button" onClick={() => setDialog('columns')}>
              <Icon name="settings" />
              Columns
            </button>
          </>
        }
      />
      {exporting.problem ? <Notice tone="error">{exporting.problem}</Notice> : null}
      {atMost ? (
        <Notice tone="info" title={`More than ${atMost.toLocaleString('en-US')} complaints hold these words`}>
          The newest {atMost.toLocaleString('en-US')} of them were looked at. Add a word to find fewer.
        </Notice>
      ) : null}
      <DataTable
        caption={`${viewWords[view]}: complaints`}
        query={list}
        columns={columns}
        rowId={(row) => row.id}
        sort={sortOf(input, view, setSearch)}
        total={total}
        pageSize={pageSize}
        selection={{ nameOf: (row: ComplaintItem) => row.number, most: mostSelected, bar: (ids, clear) => <SelectionActions view={view} open={(action) => setBulk({ action, ids, clear })} save={(format) => void save(format, { ...exported, ids })} /> }}
        empty={<EmptyList view={view} isFiltered={isFiltered} mayEnter={mayEnter} />}
        foot={<AudienceHint who={view === 'drafts' ? 'own' : 'shared'}>{audienceOf(view)}</AudienceHint>}
      />
      {bulk?.action === 'assign' ? <AssignDialog ids={bulk.ids} onDone={bulk.clear} onClose={() => setBulk(null)} /> : null}
      {bulk?.action === 'remind' ? <RemindDialog ids={bulk.ids} onDone={bulk.clear} onClose={() => setBulk(null)} /> : null}
      {dialog === 'manage' ? <ManageSets search={search} onClose={() => setDialog(null)} /> : null}
      {dialog === 'save' ? <SaveSetDialog search={search} hasWords={words !== ''} onClose={() => setDialog(null)} /> : null}
      {dialog === 'columns' ? <ColumnChooser shown={chosenColumns(names)} onChoose={(chosen) => setSearch({ columns: chosen?.join('.') })} onClose={() => setDialog(null)} /> : null}
    </Page>
  )
}

type Bulk = { action: 'assign' | 'remind'; ids: string[]; clear: () => void }
type SelectionProps = { view: ListView; open: (action: Bulk['action']) => void; save: (format: SheetFormat) => void }

/** What can be done with the rows that are selected. */
function SelectionActions({ view, open, save }: SelectionProps): ReactNode {
  const [mayAssign, mayRemind, mayExport] = [useMay('complaint.update'), useMay('request.remind'), useMay('complaint.export')]
  const isOwn = view !== 'shared' && view !== 'drafts'
  return (
    <>
      {mayRemind && isOwn ? (
        <button type="button" className="usa-button" onClick={() => open('remind')}>
          Remind company
        </button>
      ) : null}
      {mayAssign && isOwn ? (
        <button type="button" className="usa-button" onClick={() => open('assign')}>
          Change Agency POC
        </button>
      ) : null}
      {mayExport ? (
        <MenuButton label="Export selected" className="usa-button" align="start">
          <button type="button" onClick={() => save('csv')}>
            CSV
          </button>
          <button type="button" onClick={() => save('xlsx')}>
            Excel
          </button>
        </MenuButton>
      ) : null}
    </>
  )
}

/** Preliminary reviews come mine first, then by due date; the head of another column changes that. */
function sortOf({ sort, direction }: ListInput, view: ListView, setSearch: (next: { sort: string; direction: string }) => void): Sort {
  const key = view === 'all_agencies' && sort === 'due' ? 'number' : (sort ?? 'due')
  return { key, direction: direction ?? 'asc', onChange: (next) => setSearch({ ...next }) }
}

function leadOf(view: ListView, total: string | undefined): string {
  if (!total) return ''
  const one = total === '1'
  switch (view) {
    case 'open':
    case 'mine':
      return `${total} open ${one ? 'complaint' : 'complaints'}`
    case 'drafts':
      return `${total} ${one ? 'draft' : 'drafts'}`
    case 'pending':
      return `${total} ${one ? 'complaint' : 'complaints'}, yours first`
    default:
      return `${total} ${one ? 'complaint' : 'complaints'}`
  }
}

function audienceOf(view: ListView): string {
  if (view === 'drafts') return 'Only your agency sees drafts'
  if (view === 'shared') return 'Other agencies gave yours access to these; they see that you read'
  return view === 'all_agencies' ? 'Basic information; the detail is each agency’s own' : 'Your agency’s list. Other agencies see status and basic information only'
}
