import type { Layout } from '../domain/mapping.ts'
import { readRow } from '../domain/read-row.ts'
import { isIn, type RowRange } from '../domain/row-ranges.ts'
import type { Batch } from '../commands/import-batch.ts'
import type { SourceRecord } from './records.ts'

export const batchRows = 500

/** Rows in batches, those that cannot be read beside the others; rows of batches that are stored already are passed over. */
export async function* batches(records: AsyncIterable<SourceRecord>, layout: Layout, today: string, done: readonly RowRange[] = []): AsyncGenerator<Batch> {
  let batch: Batch | null = null
  for await (const { row, cells } of records) {
    if (isIn(done, row)) {
      if (batch !== null) yield batch
      batch = null
      continue
    }
    batch ??= { from: row, to: row, read: 0, rows: [], rejected: [] }
    batch.read += 1
    batch.to = row + 1
    const result = readRow(cells, layout, today)
    if ('reasons' in result) batch.rejected.push({ row, reasons: result.reasons, cells })
    else batch.rows.push({ row, cells, complaint: result.complaint })
    if (batch.read >= batchRows) {
      yield batch
      batch = null
    }
  }
  if (batch !== null) yield batch
}

/** Works on at most `most` items at a time while further ones are read; stops reading at the first failure and throws it. */
export async function eachSideBySide<T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>, most: number): Promise<void> {
  const running = new Set<Promise<void>>()
  // A task may fail while the next item is read: its failure must be neither unhandled nor forgotten.
  const failures: unknown[] = []
  try {
    for await (const item of items) {
      const task = work(item).then(
        () => void running.delete(task),
        (error: unknown) => {
          running.delete(task)
          failures.push(error)
        },
      )
      running.add(task)
      if (running.size >= most) await Promise.race(running)
      if (failures.length > 0) throw failures[0]
    }
  } finally {
    await Promise.all(running)
  }
  if (failures.length > 0) throw failures[0]
}
