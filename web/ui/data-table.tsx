import type { RowData, RowSelectionState } from '@tanstack/react-table'
import { useState, type ReactNode } from 'react'
import { EmptyState } from './empty-state.tsx'
import { ErrorState } from './error-state.tsx'
import { TableView, type Sort, type TableViewProps } from './table-view.tsx'

/*
 * The one table of the product.
 *   const list = useInfiniteQuery(complaintsQuery(filters))          // pages of { items, next }
 *   <DataTable caption="Complaints" query={list} columns={complaintColumns} rowId={(row) => row.id}
 *     sort={{ key: search.sort, direction: search.direction, onChange: setSearch }} total="131"
 *     empty={<EmptyState title="No complaint matches these filters.">Take a filter away.</EmptyState>}
 *     selection={{ nameOf: (row) => row.number, bar: (ids, clear) => <button …>Remind company</button> }} />
 *   <StaticTable caption="Requests" rows={record.requests} columns={requestColumns} rowId={(row) => row.id} empty="No request yet." />
 * Columns: see table-columns.ts. Cells of two lines: <TwoLines main="Company" under="Issue" />.
 */

/** What TanStack Query's useInfiniteQuery returns, as far as the table needs it. */
export type ListQuery<Item> = {
  data: { pages: readonly { items: readonly Item[] }[] } | undefined
  error: unknown
  isPending: boolean
  isPlaceholderData: boolean
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => unknown
  refetch: () => unknown
}

export type DataTableProps<Item extends RowData> = {
  caption: string
  query: ListQuery<Item>
  columns: TableViewProps<Item>['columns']
  rowId: (row: Item) => string
  sort?: Sort
  groupOf?: (row: Item) => string
  /** How many there are in all, already in words ("131", "1,000+"). */
  total?: string | number
  /** How many one more page brings. */
  pageSize?: number
  empty: ReactNode
  /** `most`: how many rows can be acted on at once. */
  selection?: { nameOf: (row: Item) => string; most?: number; bar: (ids: string[], clear: () => void) => ReactNode; side?: (clear: () => void) => ReactNode }
  /** At the right of the foot: who sees this list. */
  foot?: ReactNode
  /** No foot while everything is shown: for a short list inside a page. */
  quiet?: boolean
}

export function DataTable<Item extends RowData>({ caption, query, columns, rowId, sort, groupOf, total, pageSize = 20, empty, selection, foot, quiet = false }: DataTableProps<Item>): ReactNode {
  const [selected, setSelected] = useState<RowSelectionState>({})
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  // A row that the list no longer shows is no longer selected: nobody acts on what they do not see.
  const ids = rows.map(rowId).filter((id) => selected[id])
  const clear = () => setSelected({})
  const most = selection?.most ?? Infinity

  if (query.error && !query.data) return <ErrorState error={query.error} retry={query.refetch} title="The list could not be loaded" />
  const names = new Map(selection ? rows.map((row) => [rowId(row), selection.nameOf(row)]) : [])
  return (
    <div>
      {selection && ids.length > 0 ? (
        <div className="selection-bar" role="group" aria-label="What to do with the selected rows">
          <strong className="num" role="status">
            {ids.length} selected
          </strong>
          {ids.length > most ? <span>{`Choose at most ${String(most)} to act on them.`}</span> : selection.bar(ids, clear)}
          <div className="selection-bar__side">
            {selection.side?.(clear)}
            {ids.length < rows.length ? (
              <button type="button" className="link-button" onClick={() => setSelected(Object.fromEntries(rows.slice(0, most).map((row) => [rowId(row), true])))}>
                {`Select all ${String(Math.min(rows.length, most))} shown`}
              </button>
            ) : null}
            <button type="button" className="link-button" onClick={clear}>
              Clear
            </button>
          </div>
        </div>
      ) : null}
      <TableView
        caption={caption}
        columns={columns}
        rows={rows}
        rowId={rowId}
        sort={sort}
        groupOf={groupOf}
        busy={query.isPending || query.isPlaceholderData}
        className={query.isPending ? 'table--loading' : undefined}
        selection={selection ? { selected, onChange: setSelected, nameOf: (id) => names.get(id) ?? id } : undefined}
        instead={query.isPending ? <SkeletonRows count={Math.min(pageSize, 12)} /> : typeof empty === 'string' ? <EmptyState title={empty} /> : empty}
      />
      {rows.length > 0 && (!quiet || query.hasNextPage || foot) ? (
        <div className="table-foot">
          {query.hasNextPage ? (
            <button type="button" className="usa-button usa-button--outline" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {query.isFetchingNextPage ? 'Loading…' : `Load ${String(pageSize)} more`}
            </button>
          ) : null}
          <span className="num" role="status">
            {rows.length.toLocaleString('en-US')}
            {total === undefined ? '' : ` of ${typeof total === 'number' ? total.toLocaleString('en-US') : total}`} shown
          </span>
          {query.isFetchNextPageError ? <span className="late">More could not be loaded. Try again.</span> : null}
          {foot ? <div className="table-foot__side">{foot}</div> : null}
        </div>
      ) : null}
    </div>
  )
}

export function StaticTable<Item extends RowData>({ empty, ...view }: Omit<TableViewProps<Item>, 'instead' | 'selection' | 'busy'> & { empty: ReactNode }): ReactNode {
  return <TableView {...view} instead={typeof empty === 'string' ? <EmptyState title={empty} /> : empty} />
}

/** A cell of two lines: the second is smaller and cut with an ellipsis. */
export function TwoLines({ main, under }: { main: ReactNode; under?: ReactNode }): ReactNode {
  return (
    <span className="two-lines">
      {main}
      {under ? <small title={typeof under === 'string' ? under : undefined}>{under}</small> : null}
    </span>
  )
}

function SkeletonRows({ count }: { count: number }): ReactNode {
  return (
    <>
      <span className="sr-only" role="status">
        Loading the list
      </span>
      <span aria-hidden="true">
        {Array.from({ length: count }, (_, index) => (
          <span key={index} className="skeleton skeleton--row" style={{ width: `${String(95 - ((index * 13) % 30))}%` }} />
        ))}
      </span>
    </>
  )
}
