import type { ReactNode } from 'react'
import type { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'

type User = EnrollmentWizard['users'][number]
const column = columnsFor<User>()
const columns = column.columns([
  column.accessor('name', {
    header: 'Name',
    meta: { card: 'title' },
    cell: ({ row }) => <TwoLines main={<strong>{row.original.isSelf ? `${row.original.name} (you)` : row.original.name}</strong>} under={row.original.email} />,
  }),
  column.accessor('roles', { header: 'Roles', meta: { card: 'more' }, cell: ({ row }) => row.original.roles.join(', ') }),
  column.accessor('standing', {
    header: 'State',
    meta: { card: 'tag' },
    cell: ({ row }) =>
      row.original.standing === 'active' ? (
        <Tag tone="green">Active</Tag>
      ) : (
        <Tag tone="dashed" icon="mail">
          Invited
        </Tag>
      ),
  }),
])

/** The company's users so far. */
export function UserTable({ users }: { users: readonly User[] }): ReactNode {
  return <StaticTable caption="Users of your company so far" rows={users} columns={columns} rowId={(user) => user.id} empty="No user yet." />
}
