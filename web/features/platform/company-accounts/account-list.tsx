import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AccountRequestItem } from '#src/modules/companies/account-requests-contract.ts'
import { useSession } from '../../../app/session.tsx'
import { DataTable, TwoLines } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { Page } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { accountRequestsQuery } from '../platform-queries.ts'
import { RequestStatusTag } from './status-tag.tsx'

const column = columnsFor<AccountRequestItem>()

/** Agencies ask for companies that NMLS does not know; those that wait stand first. */
export function CompanyAccountList(): ReactNode {
  const { timeZone } = useSession()
  const list = useInfiniteQuery(accountRequestsQuery)
  const columns = column.columns([
    column.display({
      id: 'name',
      header: 'Company',
      meta: { card: 'title' },
      cell: ({ row: { original } }) => (
        <TwoLines
          main={
            <Link data-row-link to="/company-accounts/$id" params={{ id: original.id }}>
              {original.name}
            </Link>
          }
          under={original.place}
        />
      ),
    }),
    column.display({ id: 'agency', header: 'Asked by', meta: { card: 'more' }, cell: ({ row: { original } }) => <TwoLines main={original.agency.shortName} under={original.requestedBy.name} /> }),
    column.display({ id: 'at', header: 'Asked', meta: { card: 'due', nowrap: true }, cell: ({ row: { original } }) => formatMoment(original.requestedAt, timeZone) }),
    column.display({ id: 'status', header: 'State', meta: { card: 'tag' }, cell: ({ row: { original } }) => <RequestStatusTag status={original.status} /> }),
    column.display({ id: 'company', header: 'SES ID', meta: { card: 'more', nowrap: true }, cell: ({ row: { original } }) => original.company?.sesId ?? '' }),
  ])
  return (
    <Page title="Company accounts" lead="Companies that are not in NMLS, for which an agency asks for an account">
      <DataTable
        caption="Requests for company accounts"
        query={list}
        columns={columns}
        rowId={(row) => row.id}
        pageSize={50}
        empty={<EmptyState title="No request.">An agency that cannot find a company asks for an account; its request then stands here.</EmptyState>}
      />
    </Page>
  )
}
