import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AgencyItem } from '#src/modules/agencies/onboarding-contract.ts'
import { DataTable, TwoLines } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Page } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { Tag } from '../../../ui/tag.tsx'
import { componentWords } from '../component-words.ts'
import { agenciesQuery } from '../platform-queries.ts'

const column = columnsFor<AgencyItem>()
const columns = column.columns([
  column.accessor('code', { header: 'Code', meta: { card: 'lead', nowrap: true } }),
  column.display({
    id: 'name',
    header: 'Agency',
    meta: { card: 'title' },
    cell: ({ row: { original } }) => (
      <TwoLines
        main={
          <Link data-row-link to="/agencies/$id" params={{ id: original.id }}>
            {original.name}
          </Link>
        }
        under={original.components.map((component) => componentWords[component]).join(', ')}
      />
    ),
  }),
  column.accessor('state', { header: 'State', meta: { card: 'more' } }),
  column.display({
    id: 'since',
    header: 'Takes part since',
    meta: { card: 'due', nowrap: true },
    cell: ({ row: { original } }) => (original.participatesSince === null ? <span className="muted">Not yet</span> : formatDate(original.participatesSince)),
  }),
  column.display({
    id: 'administrators',
    header: 'Account Administrators',
    meta: { card: 'tag' },
    cell: ({ row: { original } }) => (original.activeAdministrators === 0 ? <Tag tone="violet">None active yet</Tag> : <span className="num">{original.activeAdministrators}</span>),
  }),
  column.accessor('users', { header: 'Users', meta: { align: 'end' } }),
])

export function AgencyList(): ReactNode {
  const list = useInfiniteQuery(agenciesQuery)
  return (
    <Page
      title="Agencies"
      lead="Who takes part, in which component, since when. The participation map shows the same."
      actions={
        <Link className="usa-button" to="/agencies/new">
          <Icon name="add" />
          Onboard an agency
        </Link>
      }
    >
      <DataTable caption="Agencies" query={list} columns={columns} rowId={(row) => row.id} pageSize={50} empty={<EmptyState title="No agency takes part yet.">Onboard the first one.</EmptyState>} />
    </Page>
  )
}
