import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { EntityItem } from '#src/modules/entities/contract.ts'
import { countWords } from '../../agency/complaint-words.ts'
import { foundColumnsFor } from '../../agency/found-columns.tsx'
import { stateOptions } from '../../agency/states.ts'
import { useMay } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { DataTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListFilters, type FilterField } from '../../ui/list-filters.tsx'
import { useWords } from '../../ui/list-search.ts'
import { Page } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { entitiesQuery } from './entity-queries.ts'

const route = getRouteApi('/signed-in/entities')
const pageSize = 25
const filters: FilterField[] = [
  { kind: 'words', label: 'ETN, name, phone or website', placeholder: 'ETN-000012, Summit Debt Relief; press Enter' },
  { kind: 'select', name: 'state', label: 'State', any: 'Any state', options: stateOptions },
]

/** All Non-NMLS entities. The words stand in the fragment, which no server sees. */
export function EntityList(): ReactNode {
  const search = route.useSearch()
  const words = useWords()
  const mayEnter = useMay('complaint.enter')
  const list = useInfiniteQuery({ ...entitiesQuery({ ...search, limit: pageSize }, words), placeholderData: keepPreviousData })
  const isNarrowed = words !== '' || search.state !== undefined
  const enter = mayEnter ? (
    <Link className="usa-button usa-button--outline" to="/complaints/new">
      Enter a complaint
    </Link>
  ) : undefined
  return (
    <Page title="Non-NMLS entities" lead="Unknown or unlicensed firms that agencies track together" focusKey="entities" actions={enter}>
      <ListFilters fields={filters} />
      <DataTable
        caption={words === '' ? 'Non-NMLS entities by name' : 'Non-NMLS entities found, best match first'}
        query={list}
        columns={words === '' ? listColumns : foundColumns}
        rowId={(row) => row.id}
        pageSize={pageSize}
        empty={
          isNarrowed ? (
            <EmptyState title="No entity was found.">Type only the beginning of the name, or take a filter away.</EmptyState>
          ) : (
            <EmptyState title="There is no Non-NMLS entity yet.">One is created when a complaint is entered about a firm that no search finds.</EmptyState>
          )
        }
        foot={<AudienceHint who="shared">Complaints users of every agency see this list. No company does.</AudienceHint>}
      />
    </Page>
  )
}

const column = columnsFor<EntityItem>()
const { name, why } = foundColumnsFor<EntityItem>((row) => (
  <Link data-row-link to="/entities/$id" params={{ id: row.id }}>
    {row.name}
  </Link>
))
const facts = [
  column.accessor('etn', { header: 'ETN', meta: { card: 'lead', nowrap: true } }),
  column.display({ id: 'reach', header: 'Phone and website', meta: { card: 'more' }, cell: ({ row: { original } }) => <TwoLines main={original.phone || <span className="muted">No phone known</span>} under={original.website} /> }),
  column.display({ id: 'agency', header: 'Kept by', meta: { card: 'more', nowrap: true }, cell: ({ row }) => <span title={row.original.agency.name}>{row.original.agency.shortName}</span> }),
  column.display({ id: 'open', header: 'Open complaints', meta: { align: 'end' }, cell: ({ row }) => countWords(row.original.openComplaints) }),
]
const listColumns = column.columns([name, ...facts])
const foundColumns = column.columns([name, why, ...facts])
