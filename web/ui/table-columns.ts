import { createColumnHelper, metaHelper, rowSelectionFeature, tableFeatures, type RowData, type TableOptions } from '@tanstack/react-table'

/** What a column says beside its head and cell. */
export type ColumnMeta = {
  /** Numbers stand at the right. */
  align?: 'end'
  /** The list's sort key; the head becomes a button. */
  sort?: string
  /** First press sorts descending (numbers, dates received). */
  sortFirst?: 'desc'
  /** Where the value stands on a phone's card; columns without it are left out there. */
  card?: 'lead' | 'tag' | 'title' | 'due' | 'more' | 'action'
  /** Not broken over lines. */
  nowrap?: boolean
  /** For a column whose head is no plain word: its name in the phone's sort list. */
  name?: string
}

export const features = tableFeatures({ rowSelectionFeature, columnMeta: metaHelper<ColumnMeta>() })
export type Features = typeof features
export type Columns<Row extends RowData> = TableOptions<Features, Row>['columns']

/**
 * const column = columnsFor<ComplaintListItem>()
 * export const complaintColumns = column.columns([
 *   column.accessor('number', { header: 'ID', meta: { card: 'lead' },
 *     cell: ({ row }) => <Link data-row-link to="/complaints/$id" params={{ id: row.original.id }}>{row.original.number}</Link> }),
 *   column.accessor('daysOpen', { header: 'Days open', meta: { align: 'end', sort: 'daysOpen' } }),
 *   column.display({ id: 'action', header: '', cell: … }),
 * ])
 */
export function columnsFor<Row extends RowData>() {
  return createColumnHelper<Features, Row>()
}
