import type { AgencyActor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import type { JobRun } from '../../../platform/jobs/handlers.ts'
import { newId } from '../../../platform/new-id.ts'
import type { ImportDeps } from '../deps.ts'
import { layoutOf } from '../domain/mapping.ts'
import { parseRanges } from '../domain/row-ranges.ts'
import { importerNow } from '../queries/find-importer.ts'
import { look } from '../queries/preview-import.ts'
import { endRun, findRun, NotToBeStored, runs, stateOf, type RunState } from '../run-store.ts'
import { bytesInStore } from '../source/file-bytes.ts'
import { openSource } from '../source/records.ts'
import { importRecords } from './import-records.ts'

const job = { kind: 'job' } as const
/** More would leave no hands for messages. Those beyond wait for their turn. */
const mostAtOnce = 2
const aliveFor = 60_000
const turnAfter = 10_000

/**
 * Imports a file that was given in the web, or looks through it, whichever is wanted; in the name of whoever began it, with the
 * roles that they hold now. An attempt that was cut off is taken up by the next: stored batches are passed over.
 */
export async function runImport(deps: ImportDeps, runId: string, { lastAttempt, signal }: Pick<JobRun, 'lastAttempt' | 'signal'>): Promise<void> {
  const row = await deps.transaction(job, (tx) => runs(tx.db).where('r.id', '=', runId).executeTakeFirst())
  if (row === undefined) return
  const run = stateOf(row)
  const actor = run.started_by === null ? null : await importerNow(deps, run.agency_id, run.started_by)
  if (run.state === 'uploaded') {
    if (actor !== null) await checkFile(deps, actor, run, signal)
    return
  }
  if (run.state !== 'waiting' && run.state !== 'running') return
  if (actor === null) return fail(deps, run, 'Whoever began this import may not import complaints any more. A colleague can give the file again.')
  if (run.state === 'waiting' && (await waitsForItsTurn(deps, runId))) return
  try {
    await carryOut(deps, actor, run, signal)
  } catch (error) {
    // Canceled meanwhile, or another attempt is at work.
    if (error instanceof NotToBeStored) return
    if (error instanceof AppError) return fail(deps, run, error.message)
    if (lastAttempt) return fail(deps, run, 'The import was interrupted too often and was given up. What was imported stays. Give the rest of the rows again.')
    throw error
  }
}

async function carryOut(deps: ImportDeps, actor: AgencyActor, run: RunState, signal: AbortSignal): Promise<void> {
  if (run.file_key === null || run.mapping === null) throw new AppError('conflict', 'The file is not there any more. Upload it again.')
  await deps.transaction(actor, (tx) =>
    tx.db.updateTable('import_run').set((row) => ({ state: 'running', begun_at: row.fn.coalesce('begun_at', row.val(tx.now)), worked_at: tx.now })).where('id', '=', run.id).where('state', 'in', ['waiting', 'running']).execute(),
  )
  const source = await openSource(await bytesInStore(deps.files, run.file_key), { format: run.format, sheet: run.inspection?.sheet, encoding: run.inspection?.encoding })
  await importRecords(deps, { runId: run.id, actor, source, layout: layoutOf(run.header, run.mapping), done: parseRanges(run.rows_done), signal })
  const fileKey = await deps.transaction(actor, async (tx) => {
    const end = await endRun(tx.db, run.id, { state: 'finished', now: tx.now })
    if (!end.ended) return null
    const { rows_read: rowsRead, rows_imported: rowsImported, rows_known: rowsKnown, rows_rejected: rowsRejected } = await findRun(tx.db, run.id)
    await tx.audit({ action: 'import.finished', audience: 'agency', agencyId: run.agency_id, about: { kind: 'import_run', id: run.id }, details: { rowsRead, rowsImported, rowsKnown, rowsRejected } })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'import_finished', userId: actor.userId, agencyId: run.agency_id, runId: run.id, by: null })
    return end.fileKey
  })
  if (fileKey !== null) await deps.files.delete(fileKey)
}

async function fail(deps: ImportDeps, run: RunState, failure: string): Promise<void> {
  const fileKey = await deps.transaction(job, async (tx) => {
    const end = await endRun(tx.db, run.id, { state: 'failed', failure, now: tx.now })
    if (!end.ended) return null
    await tx.audit({ action: 'import.failed', audience: 'agency', agencyId: run.agency_id, about: { kind: 'import_run', id: run.id } })
    if (run.started_by !== null) await tx.enqueue('notify-organisation', { eventId: newId(), event: 'import_finished', userId: run.started_by, agencyId: run.agency_id, runId: run.id, by: null })
    return end.fileKey
  })
  if (fileKey !== null) await deps.files.delete(fileKey)
}

async function waitsForItsTurn(deps: ImportDeps, runId: string): Promise<boolean> {
  return deps.transaction(job, async (tx) => {
    const { rows } = await tx.db
      .selectFrom('import_run')
      .select((eb) => eb.fn.countAll<string>().as('rows'))
      .where('state', '=', 'running')
      .where('worked_at', '>', new Date(tx.now.getTime() - aliveFor))
      .executeTakeFirstOrThrow()
    if (Number(rows) < mostAtOnce) return false
    await tx.db.updateTable('import_run').set({ worked_at: tx.now }).where('id', '=', runId).execute()
    await tx.enqueue('run-import', { runId }, { key: `run-import-${runId}`, runAt: new Date(tx.now.getTime() + turnAfter) })
    return true
  })
}

/** Looks through the whole file and keeps what it finds with the run, as long as its columns stay as they are. */
async function checkFile(deps: ImportDeps, actor: AgencyActor, run: RunState, signal: AbortSignal): Promise<void> {
  const { checked, mapping, file_key: fileKey } = run
  if (checked === null || checked.state === 'done' || mapping === null || fileKey === null) return
  const { version } = checked
  const source = await openSource(await bytesInStore(deps.files, fileKey), { format: run.format, sheet: run.inspection?.sheet, encoding: run.inspection?.encoding })
  const note = async (state: 'running' | 'done', share: number, preview: unknown): Promise<boolean> => {
    const { numUpdatedRows } = await deps.transaction(actor, (tx) =>
      tx.db.updateTable('import_run').set({ checked: JSON.stringify({ state, share, version, preview }) }).where('id', '=', run.id).where('state', '=', 'uploaded').where('version', '=', version).executeTakeFirst(),
    )
    return numUpdatedRows > 0n
  }
  const preview = await look(deps, {
    importer: actor,
    source,
    layout: layoutOf(run.header, mapping),
    onBatch: async (soFar) => {
      signal.throwIfAborted()
      return note('running', source.share(), soFar.preview(false))
    },
  })
  await note('done', 1, preview)
}
