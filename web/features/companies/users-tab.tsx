import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CompanyRecord } from '#src/modules/companies/contract.ts'
import { companyQuery } from '../../agency/queries.ts'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { rolesOf } from './company-words.ts'
import { EnrollmentLink } from './enrollment-link.tsx'

const route = getRouteApi('/signed-in/companies/$id')

/** Who of the company works here. The company's Account Administrators look after them. */
export function UsersTab(): ReactNode {
  const { id } = route.useParams()
  const { data: company } = useSuspenseQuery(companyQuery(id))
  return (
    <Section title="Users of the company" lead="Looked after by its Account Administrators">
      <StaticTable
        caption="Users of the company"
        columns={columns}
        rows={company.users}
        rowId={(user) => user.id}
        empty={
          <EmptyState title="Nobody of this company has an account yet." action={<EnrollmentLink company={company} quiet />}>
            {company.can.includes('enroll') ? 'Enroll its first user, who adds the others.' : null}
          </EmptyState>
        }
      />
    </Section>
  )
}

const user = columnsFor<CompanyRecord['users'][number]>()
const columns = user.columns([
  user.display({ id: 'name', header: 'Name', meta: { card: 'title' }, cell: ({ row }) => <TwoLines main={row.original.name} under={row.original.title} /> }),
  user.display({ id: 'roles', header: 'Roles', meta: { card: 'more' }, cell: ({ row }) => rolesOf(row.original) }),
  user.display({ id: 'email', header: 'E-mail', meta: { card: 'more' }, cell: ({ row }) => <a href={`mailto:${row.original.email}`}>{row.original.email}</a> }),
  user.display({ id: 'phone', header: 'Phone', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.phone ? <span className="num">{row.original.phone}</span> : null) }),
])
