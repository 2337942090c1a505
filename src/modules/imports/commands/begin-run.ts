import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import type { ImportDeps } from '../deps.ts'
import type { ImportCheck } from '../contract.ts'
import { mappingProblems } from '../domain/mapping.ts'
import { endRun, findRun, lockUploaded } from '../run-store.ts'
import { agencyOf } from './give-file.ts'

/** Lets the import run, by a job, in the name of whoever begins it. */
export async function beginRun(deps: Pick<ImportDeps, 'transaction'>, actor: Actor, id: string, version: number): Promise<void> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  await deps.transaction(importer, async (tx) => {
    const run = await lockUploaded(tx, id, version)
    requireMapping(run)
    await tx.db
      .updateTable('import_run')
      .set((row) => ({ state: 'waiting', started_by: importer.userId, started_at: tx.now, worked_at: tx.now, checked: null, version: row('version', '+', 1) }))
      .where('id', '=', id)
      .execute()
    await tx.audit({ action: 'import.started', audience: 'agency', agencyId: importer.agencyId, about: { kind: 'import_run', id } })
    await tx.enqueue('run-import', { runId: id }, { key: `run-import-${id}` })
  })
}

/** Has the whole file looked through by a job, storing nothing. */
export async function beginCheck(deps: Pick<ImportDeps, 'transaction'>, actor: Actor, id: string, version: number): Promise<void> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  await deps.transaction(importer, async (tx) => {
    const run = await lockUploaded(tx, id, version)
    requireMapping(run)
    // It is under way, or done: asking again changes nothing.
    if (run.checked !== null && run.checked.version === version) return
    const checked: ImportCheck = { state: 'waiting', share: 0, version, preview: null }
    await tx.db.updateTable('import_run').set({ checked: JSON.stringify(checked) }).where('id', '=', id).execute()
    await tx.enqueue('run-import', { runId: id }, { key: `check-import-${id}` })
  })
}

/** Stops the import between two batches. What is stored stays. */
export async function cancelRun(deps: ImportDeps, actor: Actor, id: string): Promise<void> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  const fileKey = await deps.transaction(importer, async (tx) => {
    const run = await findRun(tx.db, id)
    if (run.state !== 'waiting' && run.state !== 'running') throw new AppError('conflict', 'This import does not run, so there is nothing to cancel.')
    if (run.file_key === null) throw new AppError('conflict', 'An import from the command line is stopped where it was started.')
    const end = await endRun(tx.db, id, { state: 'canceled', now: tx.now })
    if (!end.ended) throw new AppError('conflict', 'This import has ended meanwhile.')
    const counts = await findRun(tx.db, id)
    await tx.audit({ action: 'import.canceled', audience: 'agency', agencyId: importer.agencyId, about: { kind: 'import_run', id }, details: { rowsRead: counts.rows_read, rowsImported: counts.rows_imported } })
    return end.fileKey
  })
  if (fileKey !== null) await deps.files.delete(fileKey)
}

/** Forgets a file that was given and not imported. */
export async function discardFile(deps: ImportDeps, actor: Actor, id: string): Promise<void> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  const fileKey = await deps.transaction(importer, async (tx) => {
    const found = await findRun(tx.db, id)
    const run = await lockUploaded(tx, id, found.version)
    await tx.db.deleteFrom('import_run').where('id', '=', id).execute()
    await tx.audit({ action: 'import.file_discarded', audience: 'agency', agencyId: importer.agencyId, about: { kind: 'import_run', id } })
    return run.file_key
  })
  await deps.files.delete(fileKey)
}

function requireMapping(run: { mapping: Parameters<typeof mappingProblems>[0] | null; header: readonly string[]; inspection: { ambiguous: readonly string[] } | null }): void {
  const problems = run.mapping === null ? [] : mappingProblems(run.mapping, run.header)
  if (run.mapping === null || problems.length > 0) throw invalid({ mapping: problems[0]?.sentence ?? 'Choose the columns first.' })
  if ((run.inspection?.ambiguous.length ?? 0) > 0) throw invalid({ mapping: 'Say first whether the dates are written month first or day first.' })
}
