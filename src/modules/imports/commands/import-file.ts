import { basename } from 'node:path'
import { permit } from '../../../access/permissions.ts'
import type { AgencyActor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { readRow } from '../domain/cfpb-row.ts'
import { readColumns, type Columns } from '../domain/columns.ts'
import { RejectedFile } from '../source/rejected-file.ts'
import { openSource, type SourceRecord } from '../source/records.ts'
import { finishRun, startRun, type RunCounts } from '../store.ts'
import { importBatch, type Batch } from './import-batch.ts'

export type ImportProgress = RunCounts & { bytes: number; bytesRead: number }
export type ImportSummary = RunCounts & { runId: string; companiesAdded: number; categoriesAdded: number; rejectedFile: string | null }
export type ImportFile = {
  path: string
  /** In whose name: an agency's Complaint Supervisor or Manager. */
  actor: AgencyActor
  onProgress?: (progress: ImportProgress) => void
  /** Besides the file, unless another is named. */
  rejectedPath?: string
}

const batchRows = 500
// While the database stores these, further rows are read.
const sideBySide = 2

/**
 * Imports a CFPB export: docs/imports.md. Every batch is one transaction, so that a run that was cut off has
 * done whole batches; running it again passes over what is there, by CFPB ID, and finishes the rest.
 */
export async function importFile(deps: Deps, input: ImportFile): Promise<ImportSummary> {
  const { actor } = input
  permit(actor, 'complaint.import')
  const source = await openSource(input.path)
  const records = source.records[Symbol.asyncIterator]()
  const first = await records.next()
  if (first.done === true) throw new AppError('invalid', 'The file is empty. Nothing was imported.')
  const columns = readColumns(first.value.cells)
  const rejected = new RejectedFile(input.rejectedPath ?? `${input.path}.rejected.csv`, columns.names, columns.escaped)
  await rejected.clear()

  const run = { id: newId(), fileName: basename(input.path).slice(0, 300) }
  await deps.transaction(actor, async (tx) => {
    await startRun(tx.db, { ...run, actor, now: tx.now })
    await tx.audit({ action: 'import.started', audience: 'agency', agencyId: actor.agencyId, about: { kind: 'import_run', id: run.id }, details: { inNameOf: actor.userId } })
  })

  const totals = { rowsRead: 0, rowsImported: 0, rowsKnown: 0, rowsRejected: 0, companiesAdded: 0, categoriesAdded: 0 }
  const store = async (batch: Batch): Promise<void> => {
    const outcome = await importBatch(deps, actor, run.id, batch)
    totals.rowsRead += outcome.counts.rowsRead
    totals.rowsImported += outcome.counts.rowsImported
    totals.rowsKnown += outcome.counts.rowsKnown
    totals.rowsRejected += outcome.counts.rowsRejected
    totals.companiesAdded += outcome.companiesAdded
    totals.categoriesAdded += outcome.categoriesAdded
    input.onProgress?.({ ...countsOf(totals), bytes: source.bytes, bytesRead: source.bytesRead() })
  }
  const today = dateIn(actor.timeZone, deps.clock.now())
  try {
    await eachSideBySide(batches({ [Symbol.asyncIterator]: () => records }, columns, rejected, today), store, sideBySide)
  } finally {
    await rejected.close()
  }

  await deps.transaction(actor, async (tx) => {
    await finishRun(tx.db, run.id, tx.now)
    await tx.audit({ action: 'import.finished', audience: 'agency', agencyId: actor.agencyId, about: { kind: 'import_run', id: run.id }, details: countsOf(totals) })
  })
  return { ...totals, runId: run.id, rejectedFile: rejected.isEmpty ? null : rejected.path }
}

function countsOf({ rowsRead, rowsImported, rowsKnown, rowsRejected }: RunCounts): RunCounts {
  return { rowsRead, rowsImported, rowsKnown, rowsRejected }
}

/** Works on at most `most` items at a time while further ones are read; stops reading at the first failure and throws it. */
async function eachSideBySide<T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>, most: number): Promise<void> {
  const running = new Set<Promise<void>>()
  try {
    for await (const item of items) {
      const task = work(item).finally(() => running.delete(task))
      // Awaited below; until then a failure must not count as unhandled.
      task.catch(() => undefined)
      running.add(task)
      if (running.size >= most) await Promise.race(running)
    }
    await Promise.all(running)
  } finally {
    await Promise.allSettled(running)
  }
}

/** Rows in batches; those that cannot be imported go to the file of rejected rows and count only. */
async function* batches(records: AsyncIterable<SourceRecord>, columns: Columns, rejected: RejectedFile, today: string): AsyncGenerator<Batch> {
  let batch: Batch = { read: 0, rejected: 0, rows: [] }
  for await (const { row, cells } of records) {
    batch.read += 1
    const result = readRow(cells, columns, today)
    if ('reasons' in result) {
      batch.rejected += 1
      await rejected.write(row, result.reasons, cells)
    } else batch.rows.push({ row, complaint: result.complaint })
    if (batch.read >= batchRows) {
      yield batch
      batch = { read: 0, rejected: 0, rows: [] }
    }
  }
  if (batch.read > 0) yield batch
}
