import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AccountRequestItem } from '#src/modules/companies/account-requests-contract.ts'
import { useMay, useSession } from '../../app/session.tsx'
import { DataTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Page } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { ownAccountRequestsQuery } from './account-requests.ts'
import { AccountStatusTag } from './account-status-tag.tsx'

const column = columnsFor<AccountRequestItem>()

/** What the own agency asked for: companies that NMLS does not know. */
export function AccountRequestList(): ReactNode {
  const { timeZone } = useSession()
  const may = useMay('company.request-account')
  const list = useInfiniteQuery(ownAccountRequestsQuery)
  const ask = (
    <Link className="usa-button" to="/company-account-requests/new">
      Request a company account
    </Link>
  )
  const columns = column.columns([
    column.display({
      id: 'name',
      header: 'Company',
      meta: { card: 'title' },
      cell: ({ row: { original } }) => (
        <TwoLines
          main={
            <Link data-row-link to="/company-account-requests/$id" params={{ id: original.id }}>
              {original.name}
            </Link>
          }
          under={original.place}
        />
      ),
    }),
    column.display({ id: 'by', header: 'Asked by', meta: { card: 'more' }, cell: ({ row: { original } }) => original.requestedBy.name }),
    column.display({ id: 'at', header: 'Asked', meta: { card: 'due', nowrap: true }, cell: ({ row: { original } }) => formatMoment(original.requestedAt, timeZone) }),
    column.display({ id: 'status', header: 'State', meta: { card: 'tag' }, cell: ({ row: { original } }) => <AccountStatusTag status={original.status} /> }),
    column.display({ id: 'company', header: 'SES ID', meta: { card: 'more', nowrap: true }, cell: ({ row: { original } }) => original.company?.sesId ?? <span className="muted">None yet</span> }),
  ])
  return (
    <Page
      title="Company account requests"
      lead="Your agency’s requests for companies that are not in NMLS"
      actions={may ? ask : undefined}
      breadcrumb={[
        <Link key="companies" to="/companies">
          Companies
        </Link>,
        'Account requests',
      ]}
    >
      <DataTable
        caption="Company account requests of your agency"
        query={list}
        columns={columns}
        rowId={(row) => row.id}
        pageSize={50}
        empty={<EmptyState title="Your agency has asked for no account yet.">A company that the search does not find may not be in NMLS. Ask for an account; an administrator of the system decides.</EmptyState>}
      />
    </Page>
  )
}
