import { PassThrough, type Readable } from 'node:stream'
import { safeCell } from '../../kernel/safe-cell.ts'
import { csvSheet } from '../../platform/csv-sheet.ts'
import type { PdfBlock } from '../../platform/pdf/pdf-document.ts'
import { renderPdf } from '../../platform/pdf/render-pdf.ts'
import type { ReportFormat } from './report-contract.ts'

export type ReportCell = string | number | null

export type ReportChart = Omit<Extract<PdfBlock, { kind: 'bars' }>, 'kind'>

/** Of a column of numbers, in characters. */
export const numberWidth = 14

const longDay = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' })
/** "2026-11-02" → "Nov 2, 2026" */
export const dayWords = (day: string): string => longDay.format(new Date(`${day}T00:00:00Z`))

/** A report's table on its way into a file. */
export type ReportSheet = {
  title: string
  /** What was counted: period and filters. On paper above the table; in a workbook on a sheet of its own, so that the table stays one. */
  about: readonly { label: string; value: string }[]
  /** `width` in characters, on paper its share of the line. */
  columns: readonly { head: string; width: number }[]
  rows: readonly (readonly ReportCell[])[]
  /** The largest rows as bars, on paper alone. */
  chart?: ReportChart | undefined
  madeAt: Date
  madeBy: string
  /** In training on every page: nothing of it is real. */
  training: boolean
}

export const reportTypes: Record<ReportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

/** A report as a file. Numbers stay numbers in Excel; texts that a spreadsheet would take for formulas are escaped. */
export function reportFile(sheet: ReportSheet, format: ReportFormat): Readable {
  switch (format) {
    case 'csv':
      return csvSheet(sheet.columns.map(({ head }) => head), inStretches(sheet.rows))
    case 'xlsx':
      return workbook(sheet)
    case 'pdf':
      return onPaper(sheet)
  }
}

async function* inStretches(rows: ReportSheet['rows']): AsyncGenerator<string[][]> {
  for (let from = 0; from < rows.length; from += 500) yield await Promise.resolve(rows.slice(from, from + 500).map((row) => row.map(textOf)))
}

function textOf(cell: ReportCell): string {
  return cell === null ? '' : String(cell)
}

function workbook(sheet: ReportSheet): Readable {
  const out = new PassThrough()
  fillWorkbook(sheet, out).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('The sheet could not be written.')))
  return out
}

async function fillWorkbook(sheet: ReportSheet, out: PassThrough): Promise<void> {
  // Loaded by the first workbook: it takes 37 MB.
  const { default: excel } = await import('exceljs')
  const book = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  const table = book.addWorksheet('Report', { views: [{ state: 'frozen', ySplit: 1 }] })
  table.columns = sheet.columns.map(({ head, width }) => ({ header: head, width }))
  table.getRow(1).font = { bold: true }
  table.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: sheet.columns.length } }
  for (const row of sheet.rows) table.addRow(row.map((cell) => (typeof cell === 'string' ? safeCell(cell) : cell))).commit()
  table.commit()
  const about = book.addWorksheet('About')
  about.columns = [{ width: 24 }, { width: 80 }]
  for (const { label, value } of [{ label: 'Report', value: sheet.title }, ...sheet.about]) about.addRow([label, safeCell(value)]).commit()
  about.commit()
  await book.commit()
}

/** More columns than that need a page on its side. */
const mostUpright = 7

/** Columns of numbers are as wide as the longest word of their heads, so that the first ones get the rest. */
function widthsOnPaper(columns: ReportSheet['columns']): number[] {
  return columns.map(({ head, width }) => (width > numberWidth ? width : Math.max(7, ...head.split(' ').map((word) => word.length + 2))))
}

function onPaper(sheet: ReportSheet): Readable {
  return renderPdf({
    title: sheet.title,
    author: 'State Examination System',
    language: 'en-US',
    createdAt: sheet.madeAt,
    header: sheet.title,
    landscape: sheet.columns.length > mostUpright,
    footer: sheet.madeBy,
    ...(sheet.training ? { warning: 'TRAINING: invented companies and people' } : {}),
    blocks: [
      { kind: 'heading', level: 1, text: sheet.title },
      { kind: 'facts', items: sheet.about },
      ...(sheet.chart ? [{ kind: 'bars' as const, ...sheet.chart }] : []),
      { kind: 'table', head: sheet.columns.map(({ head }) => head), widths: widthsOnPaper(sheet.columns), rows: sheet.rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : textOf(cell)))) },
    ],
  })
}
