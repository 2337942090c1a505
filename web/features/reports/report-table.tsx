import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { listBehind, type ListBehind, type RowOf } from '#src/modules/reports/domain/list-behind.ts'
import { groupingAmid, groupingWords, type Asked, type ReportDefinition } from '#src/modules/reports/domain/report.ts'
import type { Report, ReportRow } from '#src/modules/reports/report-contract.ts'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { columnsFor } from '../../ui/table-columns.ts'

type Line = ReportRow & { isTotal: boolean }
const column = columnsFor<Line>()

/** Every number of a report, each count with the list behind it. */
export function ReportTable({ definition, report, asked }: { definition: ReportDefinition; report: Report; asked: Asked }): ReactNode {
  const columns = useMemo(() => columnsOf(definition, report, asked), [definition, report, asked])
  const lines: Line[] = report.rows.map((row) => ({ ...row, isTotal: false }))
  if (report.rows.length > 0) lines.push({ key: 'total', label: 'All', detail: null, values: report.total, isTotal: true })
  return (
    <div className="report-table">
      <StaticTable
        caption={`${report.title} by ${groupingAmid(report.by)}`}
        columns={columns}
        rows={lines}
        rowId={(line) => (line.isTotal ? 'total' : `row-${line.key ?? 'none'}`)}
        cards={false}
        empty="Nothing in this period and with these filters."
      />
    </div>
  )
}

function columnsOf(definition: ReportDefinition, report: Report, asked: Asked) {
  return column.columns([
    column.display({
      id: 'label',
      header: groupingWords[report.by],
      cell: ({ row: { original } }) => (original.isTotal ? <strong>All</strong> : <TwoLines main={original.label} under={original.detail ?? undefined} />),
    }),
    ...report.columns.map(({ key, head, unit }, index) =>
      column.display({
        id: key,
        header: head,
        meta: { align: 'end', nowrap: true },
        cell: ({ row: { original } }) => {
          const value = original.values[index] ?? null
          const words = valueWords(value, unit)
          const list = value === null || value === 0 ? null : behind(definition, asked, report.today, original.isTotal ? 'all' : { by: report.by, key: original.key }, key)
          const shown = list ? (
            <ToList list={list} label={`${words} ${head}, ${original.isTotal ? 'all' : original.label}: list them`}>
              {words}
            </ToList>
          ) : (
            words
          )
          return <span className={original.isTotal ? 'num report-table__total' : 'num'}>{shown}</span>
        },
      }),
    ),
  ])
}

export function behind(definition: ReportDefinition, asked: Asked, today: string, row: RowOf, key: string): ListBehind | null {
  const measure = definition.measures.find((one) => one.key === key)
  return measure ? listBehind(definition, asked, today, row, measure) : null
}

export function ToList({ list, label, children }: { list: ListBehind; label?: string; children: ReactNode }): ReactNode {
  const to: string = list.path
  return (
    <Link to={to} search={searchOf(list)} aria-label={label}>
      {children}
    </Link>
  )
}

/** Numbers stand in an address without quotation marks. */
export function searchOf({ search }: ListBehind): Record<string, string | number> {
  return Object.fromEntries(Object.entries(search).map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value]))
}

function valueWords(value: number | null, unit: Report['columns'][number]['unit']): string {
  if (value === null) return '–'
  switch (unit) {
    case 'count':
      return value.toLocaleString('en-US')
    case 'days':
      return value.toLocaleString('en-US', { maximumFractionDigits: 1 })
    case 'share':
      return `${value.toFixed(1)} %`
    case 'dollars':
      return value.toLocaleString('en-US', { style: 'currency', currency: 'USD' })
  }
}
