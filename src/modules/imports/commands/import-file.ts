import { basename } from 'node:path'
import type { AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { readColumns } from '../domain/columns.ts'
import { isRejectedFile } from '../domain/mapping.ts'
import { endRun, startRun, type BatchCounts, type RunCounts } from '../run-store.ts'
import { detectFormat } from '../source/encoding.ts'
import { bytesOnDisk } from '../source/file-bytes.ts'
import { openSource } from '../source/records.ts'
import { rejectedLines, writeRejectedFile } from '../source/rejected-file.ts'
import { importRecords } from './import-records.ts'

export type ImportProgress = RunCounts & { bytes: number; bytesRead: number }
export type ImportSummary = BatchCounts & { runId: string; rejectedFile: string | null }
export type ImportFile = {
  path: string
  /** In whose name: an agency's Complaint Supervisor or Manager. */
  actor: AgencyActor
  onProgress?: (progress: ImportProgress) => void
  /** Besides the file, unless another is named. */
  rejectedPath?: string | undefined
}

/**
 * Imports a CFPB export from an operator's disk: docs/imports.md. A run that was cut off has done whole batches; running
 * it again passes over what is there, by CFPB ID, and finishes the rest.
 */
export async function importFile(deps: Deps, input: ImportFile): Promise<ImportSummary> {
  const { actor } = input
  permit(actor, 'complaint.import')
  const bytes = await bytesOnDisk(input.path)
  const source = await openSource(bytes, { format: await detectFormat(bytes) })
  const layout = readColumns(source.header)
  const rejectedPath = input.rejectedPath ?? `${input.path}.rejected.csv`
  // What an earlier run left is no longer true.
  await writeRejectedFile(rejectedPath, null)

  const run = { id: newId(), fileName: basename(input.path).slice(0, 300) }
  await deps.transaction(actor, async (tx) => {
    await startRun(tx.db, { ...run, actor, header: source.header, now: tx.now })
    await tx.audit({ action: 'import.started', audience: 'agency', agencyId: actor.agencyId, about: { kind: 'import_run', id: run.id }, details: { inNameOf: actor.userId } })
  })

  const totals: BatchCounts = { rowsRead: 0, rowsImported: 0, rowsKnown: 0, rowsRejected: 0, companiesAdded: 0, categoriesAdded: 0 }
  const onBatch = (counts: BatchCounts, share: number): void => {
    totals.rowsRead += counts.rowsRead
    totals.rowsImported += counts.rowsImported
    totals.rowsKnown += counts.rowsKnown
    totals.rowsRejected += counts.rowsRejected
    totals.companiesAdded += counts.companiesAdded
    totals.categoriesAdded += counts.categoriesAdded
    input.onProgress?.({ ...countsOf(totals), bytes: bytes.size, bytesRead: Math.round(share * bytes.size) })
  }
  try {
    await importRecords(deps, { runId: run.id, actor, source, layout, onBatch })
  } finally {
    if (totals.rowsRejected > 0) await writeRejectedFile(rejectedPath, rejectedLines(deps, actor, run.id, { header: source.header, isRejectedFile: isRejectedFile(source.header), isEscaped: layout.escaped }))
  }

  await deps.transaction(actor, async (tx) => {
    await endRun(tx.db, run.id, { state: 'finished', now: tx.now })
    await tx.audit({ action: 'import.finished', audience: 'agency', agencyId: actor.agencyId, about: { kind: 'import_run', id: run.id }, details: countsOf(totals) })
  })
  return { ...totals, runId: run.id, rejectedFile: totals.rowsRejected === 0 ? null : rejectedPath }
}

function countsOf({ rowsRead, rowsImported, rowsKnown, rowsRejected }: RunCounts): RunCounts {
  return { rowsRead, rowsImported, rowsKnown, rowsRejected }
}
