import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { EntityHistory as HistoryPage } from '#src/modules/entities/contract.ts'
import { useSession } from '../../app/session.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { entityHistoryQuery } from './entity-queries.ts'

const column = columnsFor<HistoryPage['items'][number]>()

/** What happened to the record, newest first. */
export function EntityHistory({ id }: { id: string }): ReactNode {
  const { timeZone } = useSession()
  const list = useInfiniteQuery(entityHistoryQuery(id))
  const columns = column.columns([
    column.display({ id: 'at', header: 'When', meta: { card: 'lead', nowrap: true }, cell: ({ row }) => formatMoment(row.original.at, timeZone) }),
    column.accessor('sentence', { header: 'What', meta: { card: 'title' } }),
    column.display({ id: 'by', header: 'By', meta: { card: 'more' }, cell: ({ row: { original } }) => [original.by, original.organisation].filter(Boolean).join(', ') }),
  ])
  return (
    <Section title="History">
      <DataTable caption="What happened to this record, newest first" query={list} columns={columns} rowId={(row) => row.id} pageSize={20} quiet empty={<EmptyState title="Nothing happened yet." />} />
    </Section>
  )
}
