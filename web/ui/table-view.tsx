import { useTable, type Header, type Row, type RowData, type RowSelectionState } from '@tanstack/react-table'
import { Fragment, useId, useRef, type MouseEvent, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { announce } from './live-region.tsx'
import { features, type Columns, type Features } from './table-columns.ts'

/** As the lists' contracts have it: `sort={{ key: search.sort, direction: search.direction, onChange: setSearch }}`. */
export type Direction = 'asc' | 'desc'
export type Sort = { key: string; direction: Direction; onChange: (next: { sort: string; direction: Direction }) => void }
export type Selection = { selected: RowSelectionState; onChange: (next: RowSelectionState) => void; nameOf: (id: string) => string }
export type TableViewProps<Item extends RowData> = {
  /** Read out before the table; `captionShown` when no title stands above it. */
  caption: string
  captionShown?: boolean
  columns: Columns<Item>
  rows: readonly Item[]
  rowId: (row: Item) => string
  sort?: Sort
  selection?: Selection
  /** A group line stands before the first row of each group: "Overdue · 1". Rows come already in order. */
  groupOf?: (row: Item) => string
  /** On phones rows become cards, unless the table is small enough to stay one. */
  cards?: boolean
  busy?: boolean
  /** Stands in the body when there are no rows. */
  instead?: ReactNode
  className?: string
}

/** The markup of every table. Pages use `DataTable` (rows from a query) or `StaticTable` (rows at hand). */
export function TableView<Item extends RowData>(props: TableViewProps<Item>): ReactNode {
  const { columns, rows, rowId, sort, selection, groupOf, cards = true, instead } = props
  const table = useTable({ features, columns, data: rows, getRowId: rowId, state: { rowSelection: selection?.selected ?? none } })
  const shown = table.getRowModel().rows
  const heads = table.getHeaderGroups().flatMap((group) => group.headers)
  const width = heads.length + (selection ? 1 : 0)
  const range = useRange(shown.map((row) => row.id), selection)
  const groups = new Map<string, number>()
  if (groupOf) for (const row of rows) groups.set(groupOf(row), (groups.get(groupOf(row)) ?? 0) + 1)

  const classes = ['table', cards ? 'table--cards' : '', selection ? 'table--selectable' : '', props.className ?? ''].filter(Boolean).join(' ')
  return (
    <>
      {sort && cards ? <SortSelect heads={heads} sort={sort} /> : null}
      <div className="table-wrap">
        <table className={classes} role="table" aria-busy={props.busy}>
          <caption className={props.captionShown ? 'small muted' : 'sr-only'}>{props.caption}</caption>
          <thead role="rowgroup">
            <tr role="row">
              {selection ? (
                <th scope="col" role="columnheader">
                  <SelectAll ids={shown.map((row) => row.id)} selection={selection} />
                </th>
              ) : null}
              {heads.map((header) => (
                <Head key={header.id} header={header} sort={sort}>
                  {header.isPlaceholder ? null : <table.FlexRender header={header} />}
                </Head>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {shown.map((row, index) => {
              const before = shown[index - 1]
              const group = groupOf?.(row.original)
              const opens = group !== undefined && (!before || groupOf?.(before.original) !== group)
              return (
                <Fragment key={row.id}>
                  {opens ? (
                    <tr role="row" className="table__group">
                      <th role="rowheader" scope="rowgroup" colSpan={width}>
                        {group} · {groups.get(group)}
                      </th>
                    </tr>
                  ) : null}
                  <BodyRow row={row} selection={selection} select={range}>
                    {row.getAllCells().map((cell) => {
                      const meta = cell.column.columnDef.meta
                      return (
                        <td key={cell.id} role="cell" data-card={meta?.card} className={[meta?.align === 'end' ? 'end' : '', meta?.nowrap ? 'nowrap' : ''].filter(Boolean).join(' ') || undefined}>
                          <table.FlexRender cell={cell} />
                        </td>
                      )
                    })}
                  </BodyRow>
                </Fragment>
              )
            })}
            {shown.length === 0 && instead ? (
              <tr role="row" className="table__empty">
                <td role="cell" colSpan={width}>
                  {instead}
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
    </>
  )
}
const none: RowSelectionState = {}

function Head<Item extends RowData>({ header, sort, children }: { header: Header<Features, Item>; sort: Sort | undefined; children: ReactNode }): ReactNode {
  const meta = header.column.columnDef.meta
  const align = meta?.align === 'end' ? 'end' : undefined
  if (!sort || !meta?.sort)
    return (
      <th scope="col" role="columnheader" className={align}>
        {children}
      </th>
    )
  const key = meta.sort
  const state = sort.key !== key ? 'none' : sort.direction === 'asc' ? 'ascending' : 'descending'
  const direction = state === 'none' ? (meta.sortFirst ?? 'asc') : state === 'ascending' ? 'desc' : 'asc'
  return (
    <th scope="col" role="columnheader" className={align} aria-sort={state}>
      <button
        type="button"
        className="table__sort"
        onClick={() => {
          sort.onChange({ sort: key, direction })
          announce(`Sorted by ${meta.name ?? (typeof header.column.columnDef.header === 'string' ? header.column.columnDef.header : key)}, ${direction === 'asc' ? 'rising' : 'falling'}`)
        }}
      >
        {children}
        {state === 'none' ? null : <Icon name={state === 'ascending' ? 'arrow_upward' : 'arrow_downward'} />}
      </button>
    </th>
  )
}

type Select = { pressed: (event: MouseEvent) => void; choose: (id: string, chosen: boolean) => void }

/** A box that is pressed with Shift takes along all between it and the one before. */
function useRange(ids: readonly string[], selection: Selection | undefined): Select {
  const last = useRef<string | undefined>(undefined)
  const withShift = useRef(false)
  return {
    pressed: (event) => {
      withShift.current = event.shiftKey
    },
    choose: (id, chosen) => {
      const [from, to] = [ids.indexOf(last.current ?? ''), ids.indexOf(id)].toSorted((a, b) => a - b)
      const among = withShift.current && from !== undefined && from >= 0 && to !== undefined ? ids.slice(from, to + 1) : [id]
      last.current = id
      selection?.onChange(among.reduce((selected, one) => withRow(selected, one, chosen), selection.selected))
    },
  }
}

function BodyRow<Item extends RowData>({ row, selection, select, children }: { row: Row<Features, Item>; selection: Selection | undefined; select: Select; children: ReactNode }): ReactNode {
  const chosen = selection?.selected[row.id] === true
  return (
    <tr role="row" data-selected={selection ? chosen : undefined} data-opens onClick={openRow}>
      {selection ? (
        <td role="cell" data-card="select">
          <span className="check">
            <input type="checkbox" aria-label={`Select ${selection.nameOf(row.id)}`} checked={chosen} onClick={select.pressed} onChange={() => select.choose(row.id, !chosen)} />
          </span>
        </td>
      ) : null}
      {children}
    </tr>
  )
}

function SelectAll({ ids, selection }: { ids: readonly string[]; selection: Selection }): ReactNode {
  const chosen = ids.filter((id) => selection.selected[id])
  const all = ids.length > 0 && chosen.length === ids.length
  return (
    <span className="check">
      <input
        type="checkbox"
        aria-label="Select all rows shown"
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = chosen.length > 0 && !all
        }}
        onChange={() => selection.onChange(all ? {} : Object.fromEntries(ids.map((id) => [id, true])))}
      />
    </span>
  )
}

function SortSelect<Item extends RowData>({ heads, sort }: { heads: readonly Header<Features, Item>[]; sort: Sort }): ReactNode {
  const id = useId()
  const choices = heads.flatMap((header) => {
    const { meta, header: name } = header.column.columnDef
    return meta?.sort ? [{ key: meta.sort, name: meta.name ?? (typeof name === 'string' ? name : header.id) }] : []
  })
  return (
    <div className="table-sort-select">
      <label htmlFor={id}>Sort by</label>
      <select id={id} className="usa-select" value={sort.key} onChange={(event) => sort.onChange({ sort: event.target.value, direction: sort.direction })}>
        {choices.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" className="icon-button" aria-label={sort.direction === 'asc' ? 'Rising; press for falling' : 'Falling; press for rising'} onClick={() => sort.onChange({ sort: sort.key, direction: sort.direction === 'asc' ? 'desc' : 'asc' })}>
        <Icon name={sort.direction === 'asc' ? 'arrow_upward' : 'arrow_downward'} size={1.25} />
      </button>
    </div>
  )
}

function withRow(selected: RowSelectionState, id: string, chosen: boolean): RowSelectionState {
  return chosen ? { ...selected, [id]: true } : Object.fromEntries(Object.entries(selected).filter(([key]) => key !== id))
}

/** A click anywhere in the row follows its `data-row-link`, unless it met something of its own or text is being selected. */
function openRow(event: MouseEvent<HTMLTableRowElement>): void {
  // What a cell opened over the page is not in the row.
  if (!(event.target instanceof Element) || !event.currentTarget.contains(event.target) || event.target.closest('a, button, input, label, select')) return
  if (window.getSelection()?.toString()) return
  event.currentTarget.querySelector<HTMLElement>('a[data-row-link]')?.click()
}
