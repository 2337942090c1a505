import type { ReactNode } from 'react'
import { TwoLines } from '../ui/data-table.tsx'
import { columnsFor } from '../ui/table-columns.ts'

/** The name with its place under it, and by what it was found: of companies and of Non-NMLS entities alike. */
export function foundColumnsFor<Row extends { place: string; why: string | null }>(link: (row: Row) => ReactNode) {
  const column = columnsFor<Row>()
  return {
    name: column.display({ id: 'name', header: 'Name', meta: { card: 'title' }, cell: ({ row: { original } }) => <TwoLines main={link(original)} under={original.place} /> }),
    why: column.display({ id: 'why', header: 'Found by', meta: { card: 'more' }, cell: ({ row }) => <span className="muted">{row.original.why}</span> }),
  }
}
