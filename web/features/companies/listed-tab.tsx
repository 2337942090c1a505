import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ListedItem } from '#src/modules/companies/contract.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListFilters } from '../../ui/list-filters.tsx'
import { useWords } from '../../ui/list-search.ts'
import { Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'
import { listedQuery } from './queries.ts'

const route = getRouteApi('/signed-in/companies/$id')
const pageSize = 20

/** Branches and individuals, with one search for both; the words stand in the fragment, as names of people are personal. */
export function ListedTab(): ReactNode {
  const { id } = route.useParams()
  const words = useWords()
  return (
    <>
      <ListFilters fields={[{ kind: 'words', label: 'Name or NMLS ID', placeholder: 'Lima or 2204418; press Enter' }]} />
      <List id={id} kind="branch" title="Branches" words={words} />
      <List id={id} kind="individual" title="Individuals" words={words} />
    </>
  )
}

function List({ id, kind, title, words }: { id: string; kind: 'branch' | 'individual'; title: string; words: string }): ReactNode {
  const list = useInfiniteQuery({ ...listedQuery(id, kind, words, pageSize), placeholderData: keepPreviousData })
  const nothing = kind === 'branch' ? 'branch' : 'individual'
  return (
    <Section title={title}>
      <DataTable
        caption={title}
        query={list}
        columns={columns}
        rowId={(row) => row.id}
        pageSize={pageSize}
        quiet
        empty={<EmptyState title={words === '' ? `NMLS lists no ${nothing}.` : `No ${nothing} was found.`}>{words === '' ? null : 'Check the NMLS ID, or type only a part of the name.'}</EmptyState>}
      />
    </Section>
  )
}

const column = columnsFor<ListedItem>()
const columns = column.columns([
  column.display({
    id: 'name',
    header: 'Name',
    meta: { card: 'title' },
    cell: ({ row: { original } }) => original.name,
  }),
  column.display({ id: 'nmls', header: 'NMLS ID', meta: { card: 'lead', nowrap: true }, cell: ({ row }) => (row.original.nmlsId ? <span className="num">{row.original.nmlsId}</span> : <span className="muted">None</span>) }),
  column.accessor('place', { header: 'Place', meta: { card: 'more', nowrap: true } }),
  column.display({ id: 'listed', header: 'In NMLS', meta: { card: 'tag', nowrap: true }, cell: ({ row }) => (row.original.delistedAt ? <Tag tone="outlined">No longer listed here</Tag> : <span className="muted">Listed</span>) }),
])
