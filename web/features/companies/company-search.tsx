import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CompanyItem } from '#src/modules/companies/contract.ts'
import { enrollmentStates } from '#src/modules/enrollment/domain/enrollment-steps.ts'
import { enrollmentWords } from '../../agency/enrollment-words.ts'
import { EnrollmentTag } from '../../agency/enrollment-tag.tsx'
import { foundColumnsFor } from '../../agency/found-columns.tsx'
import { stateOptions } from '../../agency/states.ts'
import { useMay } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListFilters, type FilterField } from '../../ui/list-filters.tsx'
import { useWords } from '../../ui/list-search.ts'
import { Page } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'
import { accountRequests } from './neighbours.ts'
import { companiesQuery } from './queries.ts'

const route = getRouteApi('/signed-in/companies')
const pageSize = 25

const filters: FilterField[] = [
  { kind: 'words', label: 'ID, license number or name', placeholder: 'SES-001187, MB.803291, Brightwater; press Enter' },
  { kind: 'select', name: 'state', label: 'State', any: 'Any state', options: stateOptions },
  { kind: 'select', name: 'enrollment', label: 'Enrollment', any: 'Any', options: enrollmentStates.map((value) => ({ value, label: enrollmentWords[value] })) },
  {
    kind: 'select',
    name: 'kind',
    label: 'Kind',
    any: 'Any kind',
    options: [
      { value: 'non-depository', label: 'Non-depository' },
      { value: 'depository', label: 'Depository' },
    ],
  },
]

/** Finds companies. The words stand in the fragment, which no server sees. */
export function CompanySearch(): ReactNode {
  const search = route.useSearch()
  const words = useWords()
  const mayRequest = useMay('company.request-account')
  const list = useInfiniteQuery({ ...companiesQuery({ ...search, limit: pageSize }, words), placeholderData: keepPreviousData })
  const isNarrowed = words !== '' || Object.values(search).some(Boolean)
  return (
    <Page
      title="Companies"
      lead={isNarrowed ? undefined : 'All companies by name'}
      focusKey="companies"
      actions={
        <>
          <Link className="usa-button usa-button--quiet" to="/entities">
            Non-NMLS entities
          </Link>
          {mayRequest ? (
            <Link className="usa-button usa-button--quiet" to={accountRequests.list}>
              Company account requests
            </Link>
          ) : null}
        </>
      }
    >
      <ListFilters fields={filters} />
      <DataTable
        caption={words === '' ? 'Companies by name' : 'Companies found, best match first'}
        query={list}
        columns={words === '' ? listColumns : foundColumns}
        rowId={(row) => row.id}
        pageSize={pageSize}
        empty={<NothingFound isNarrowed={isNarrowed} mayRequest={mayRequest} />}
        foot={<AudienceHint who="shared">A state shows companies that sit there or hold a license there. Complaints users of every agency see this list.</AudienceHint>}
      />
    </Page>
  )
}

function NothingFound({ isNarrowed, mayRequest }: { isNarrowed: boolean; mayRequest: boolean }): ReactNode {
  if (!isNarrowed) return <EmptyState title="There is no company yet.">Companies come from the NMLS directory.</EmptyState>
  return (
    <EmptyState
      title="No company was found."
      action={
        mayRequest ? (
          <Link className="usa-button usa-button--outline" to={accountRequests.new}>
            Ask for a company account
          </Link>
        ) : undefined
      }
    >
      Check the number, type only the beginning of the name, or take a filter away. {mayRequest ? 'A company that NMLS does not know needs a company account.' : null}
    </EmptyState>
  )
}

const column = columnsFor<CompanyItem>()

const { name, why } = foundColumnsFor<CompanyItem>((row) => (
  <Link data-row-link to="/companies/$id" params={{ id: row.id }}>
    {row.name}
  </Link>
))
const facts = [
  column.accessor('sesId', { header: 'SES ID', meta: { card: 'lead', nowrap: true } }),
  column.display({ id: 'nmls', header: 'NMLS ID', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.nmlsId ? <span className="num">{row.original.nmlsId}</span> : <span className="muted">None</span>) }),
  column.display({ id: 'kind', header: 'Kind', meta: { nowrap: true }, cell: ({ row }) => (row.original.kind === 'depository' ? 'Depository' : 'Non-depository') }),
  column.display({
    id: 'enrollment',
    header: 'Enrollment',
    meta: { card: 'tag', nowrap: true },
    cell: ({ row }) => (row.original.standing === 'to_be_confirmed' ? <Tag tone="yellow">To be confirmed</Tag> : <EnrollmentTag enrollment={row.original.enrollment} />),
  }),
]
const listColumns = column.columns([name, ...facts])
const foundColumns = column.columns([name, why, ...facts])
