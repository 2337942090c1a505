import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import { safeCell } from '../kernel/safe-cell.ts'

export type SheetColumn = { head: string; width: number }
export type SheetCell = string | number

/**
 * A workbook of one sheet, streamed as rows come, many at a time. When reading them fails it breaks off with that error: a
 * cut-off file must not look complete. Texts are none of its formulas, but would be once it is saved as CSV: hence `safeCell`.
 */
export function workbookSheet(name: string, columns: readonly SheetColumn[], rows: AsyncIterable<readonly (readonly SheetCell[])[]>): Readable {
  const out = new PassThrough()
  fill(name, columns, rows, out).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('The sheet could not be written.')))
  return out
}

async function fill(name: string, columns: readonly SheetColumn[], rows: AsyncIterable<readonly (readonly SheetCell[])[]>, out: PassThrough): Promise<void> {
  // Loaded by the first workbook: it takes 37 MB.
  const { default: excel } = await import('exceljs')
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  const worksheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
  worksheet.columns = columns.map(({ head, width }) => ({ header: head, width }))
  worksheet.getRow(1).font = { bold: true }
  worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } }
  for await (const some of rows) {
    if (out.destroyed) return
    for (const row of some) worksheet.addRow(row.map((cell) => (typeof cell === 'string' ? safeCell(cell) : cell))).commit()
    // The writer does not wait for a slow reader by itself.
    if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), once(out, 'close')])
  }
  worksheet.commit()
  await workbook.commit()
}
