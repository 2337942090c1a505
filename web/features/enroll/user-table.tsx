import { useMemo, type ReactNode } from 'react'
import type { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'

export type WizardUser = EnrollmentWizard['users'][number]
const column = columnsFor<WizardUser>()
const name = column.accessor('name', {
  header: 'Name',
  meta: { card: 'title' },
  cell: ({ row }) => <TwoLines main={<strong>{row.original.isSelf ? `${row.original.name} (you)` : row.original.name}</strong>} under={row.original.email} />,
})
const roles = column.accessor('roles', { header: 'Roles', meta: { card: 'more' }, cell: ({ row }) => row.original.roles.join(', ') })
const state = column.accessor('standing', {
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
})
const plain = column.columns([name, roles, state])

/** The company's users so far. With `onEdit` and `onRemove`, each but oneself can be mended or taken away. */
export function UserTable({ users, onEdit, onRemove }: { users: readonly WizardUser[]; onEdit?: (user: WizardUser) => void; onRemove?: (user: WizardUser) => void }): ReactNode {
  const columns = useMemo(() => (onEdit && onRemove ? column.columns([name, roles, state, deeds(onEdit, onRemove)]) : plain), [onEdit, onRemove])
  return <StaticTable caption="Users of your company so far" rows={users} columns={columns} rowId={(user) => user.id} empty="No user yet." />
}

function deeds(onEdit: (user: WizardUser) => void, onRemove: (user: WizardUser) => void) {
  return column.display({
    id: 'deeds',
    header: () => <span className="sr-only">What you can do</span>,
    meta: { card: 'action', align: 'end', nowrap: true },
    cell: ({ row: { original: user } }) =>
      user.isSelf ? null : (
        <span className="enroll-deeds">
          <button type="button" className="link-button" onClick={() => onEdit(user)}>
            Edit<span className="sr-only">{` ${user.name}`}</span>
          </button>
          <button type="button" className="link-button link-button--danger" onClick={() => onRemove(user)}>
            Remove<span className="sr-only">{` ${user.name}`}</span>
          </button>
        </span>
      ),
  })
}
