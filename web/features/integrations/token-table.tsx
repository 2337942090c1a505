import { useState, type ReactNode } from 'react'
import { scopeLabel, type ApiToken } from '#src/modules/integrations/contract.ts'
import { api } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { useKeptFocus } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'

/** Tokens, one's own or all of the organization; `path` is where one of them is revoked. */
export function TokenTable({ items, path, owners, empty, onRevoked }: { items: ApiToken[]; path: string; owners: boolean; empty: ReactNode; onRevoked: () => Promise<unknown> }): ReactNode {
  const { timeZone } = useSession()
  const [revoking, setRevoking] = useState<ApiToken | null>(null)
  useKeptFocus()
  const column = columnsFor<ApiToken>()
  const columns = column.columns([
    column.accessor('name', {
      header: 'Token',
      meta: { card: 'title' },
      cell: ({ row }) => (
        <TwoLines
          main={
            <>
              {row.original.name} {row.original.state === 'active' ? null : <Tag tone="gray">{row.original.state === 'revoked' ? 'Revoked' : 'Expired'}</Tag>}
            </>
          }
          under={<span className="wrap-anywhere">{row.original.scopes.map(scopeLabel).join(', ')}</span>}
        />
      ),
    }),
    ...(owners ? [column.accessor((row) => row.owner.name, { id: 'owner', header: 'Acts as', meta: { card: 'more' } })] : []),
    column.accessor('createdAt', { header: 'Made', meta: { nowrap: true }, cell: ({ row }) => formatMoment(row.original.createdAt, timeZone) }),
    column.accessor('expiresAt', { header: 'Works', meta: { card: 'more', nowrap: true }, cell: ({ row }) => `Until ${formatMoment(row.original.expiresAt, timeZone)}` }),
    column.accessor('lastUsedAt', { header: 'Use', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.lastUsedAt === null ? 'Never used' : `Last used ${formatMoment(row.original.lastUsedAt, timeZone)}`) }),
    column.display({
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      meta: { align: 'end', card: 'action', nowrap: true, name: 'Actions' },
      cell: ({ row }) =>
        row.original.state === 'active' ? (
          <button type="button" className="link-button" aria-label={`Revoke ${row.original.name}${owners ? ` of ${row.original.owner.name}` : ''}`} onClick={() => setRevoking(row.original)}>
            Revoke
          </button>
        ) : null,
    }),
  ])
  return (
    <>
      <StaticTable caption="API tokens" rows={items} columns={columns} rowId={(row) => row.id} empty={empty} />
      {revoking ? (
        <ConfirmDialog
          title={`Revoke ${revoking.name}?`}
          confirm="Revoke the token"
          danger
          onClose={() => setRevoking(null)}
          onConfirm={async () => {
            await api.delete(`${path}/${revoking.id}`)
            setRevoking(null)
            announce('Token revoked')
            await onRevoked()
          }}
        >
          <p>The system that uses it is refused from then on. What it did stays under the name of {revoking.owner.name}.</p>
        </ConfirmDialog>
      ) : null}
    </>
  )
}
