import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import type { Citation } from '#src/modules/violations/contract.ts'
import { stateName } from '../../../agency/states.ts'
import { useMay, useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Page } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { CitationDialog } from './citation-dialog.tsx'
import { citationsQuery } from './violation-queries.ts'

const route = getRouteApi('/signed-in/citations')

/** Statutes and regulations to cite: the agency's own additions, and those that come with the system. */
export function CitationsPage(): ReactNode {
  const { of = 'own' } = route.useSearch()
  const { organisation } = useSession()
  const mayManage = useMay('citation.manage')
  const list = useInfiniteQuery(citationsQuery(of))
  const [asked, setAsked] = useState<Citation | 'new' | null>(null)
  const columns = useMemo(() => columnsWith(setAsked), [])
  return (
    <Page
      title="Citations"
      lead="Statutes and regulations to cite in alleged violations"
      breadcrumb={[
        <Link key="list" to="/complaints">
          Complaints
        </Link>,
        'Citations',
      ]}
      actions={
        mayManage ? (
          <button type="button" className="usa-button" onClick={() => setAsked('new')}>
            Add a citation
          </button>
        ) : undefined
      }
      tabs={
        <Tabs label="Whose citations">
          <Link to="/citations" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
            Added by your agency
          </Link>
          <Link to="/citations" search={{ of: 'shipped' }} activeOptions={{ includeSearch: true }}>
            Federal, with the system
          </Link>
        </Tabs>
      }
    >
      <AudienceHint who={of === 'own' ? 'own' : 'shared'}>{of === 'own' ? `Offered to complaints users of ${organisation?.name ?? 'your agency'} only. Where one was cited it stays as it read.` : 'Offered to every agency; kept up to date with the system. A working list, not legal advice: have your counsel review a citation before you rely on it.'}</AudienceHint>
      <DataTable
        caption={of === 'own' ? 'Citations of your agency' : 'Federal citations'}
        query={list}
        columns={columns}
        rowId={(row) => row.id}
        pageSize={50}
        empty={<EmptyState title="Your agency has added no citation yet.">Add the state statutes and rules that your complaints are about. The federal ones are there already.</EmptyState>}
      />
      {asked ? <CitationDialog citation={asked === 'new' ? null : asked} ownState={list.data?.pages[0]?.ownState ?? null} onClose={() => setAsked(null)} /> : null}
    </Page>
  )
}

const column = columnsFor<Citation>()
function columnsWith(onUpdate: (citation: Citation) => void) {
  return column.columns([
    column.accessor('code', { header: 'Citation', meta: { card: 'lead', nowrap: true } }),
    column.accessor('title', { header: 'About', meta: { card: 'title' } }),
    column.accessor('law', { header: 'Law', meta: { card: 'more' } }),
    column.accessor('level', { header: 'Level', meta: { nowrap: true }, cell: ({ row: { original } }) => (original.level === 'federal' ? 'Federal' : stateName(original.state) || 'State') }),
    column.accessor('retired', { header: 'Offered', meta: { card: 'tag', nowrap: true }, cell: ({ row }) => (row.original.retired ? <Tag tone="outlined">Retired</Tag> : 'Yes') }),
    column.display({
      id: 'update',
      header: () => <span className="sr-only">Update</span>,
      meta: { align: 'end', card: 'action', name: 'Update' },
      cell: ({ row: { original } }) =>
        original.canChange ? (
          <button type="button" className="link-button" onClick={() => onUpdate(original)}>
            Update<span className="sr-only"> {original.code}</span>
          </button>
        ) : null,
    }),
  ])
}
