import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { agencyOf } from '../commands/give-file.ts'
import { rejectedFor } from '../commands/expire-imports.ts'
import type { ImportDetail, ImportRun, ListImports } from '../contract.ts'
import { findRun, runs, stateOf, type RunState } from '../run-store.ts'

const Position = z.tuple([z.literal('import'), z.iso.datetime(), z.uuid()])
type ReadDeps = Pick<Deps, 'transaction' | 'cursors' | 'clock'>
/** Without a batch for so long, a run was interrupted. */
const interruptedAfter = 30_000

/** The agency's imports, newest first. */
export async function listImports(deps: ReadDeps, actor: Actor, page: ListImports): Promise<{ items: ImportRun[]; next: string | null }> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  const rows = await deps.transaction(importer, (tx) => {
    let query = runs(tx.db)
      .where('r.agency_id', '=', importer.agencyId)
      // An upload that is not finished is nobody's business yet.
      .where((run) => run.or([run('r.state', '<>', 'uploaded'), run('r.file_size', 'is not', null)]))
      .orderBy('r.started_at', 'desc')
      .orderBy('r.id', 'desc')
      .limit(page.limit + 1)
    if (after !== null) query = query.where((run) => run(run.refTuple('r.started_at', 'r.id'), '<', run.tuple(new Date(after[1]), after[2])))
    return query.execute()
  })
  const shown = rows.slice(0, page.limit).map(stateOf)
  const last = shown.at(-1)
  return { items: shown.map((run) => present(run, deps.clock.now())), next: rows.length > page.limit && last !== undefined ? deps.cursors.seal(['import', last.started_at.toISOString(), last.id]) : null }
}

/** An import with what is known of its file. */
export async function readImport(deps: ReadDeps, actor: Actor, id: string): Promise<ImportDetail> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  return deps.transaction(importer, async (tx) => {
    const run = await findRun(tx.db, id)
    const { inspection, mapping } = run
    const before =
      run.state !== 'uploaded' || run.file_hash === null
        ? undefined
        : await tx.db
            .selectFrom('import_run')
            .select('started_at')
            .where('agency_id', '=', importer.agencyId)
            .where('file_hash', '=', run.file_hash)
            .where('rows_imported', '>', 0)
            .where('id', '<>', id)
            .orderBy('started_at', 'desc')
            .limit(1)
            .executeTakeFirst()
    return {
      ...present(run, deps.clock.now()),
      file:
        inspection === null || mapping === null
          ? null
          : { sheets: inspection.sheets, sheet: inspection.sheet, columns: inspection.columns, mapping, ambiguousDates: inspection.ambiguous, isKept: inspection.isKept, isMended: inspection.isMended, encoding: inspection.encoding, importedBefore: before?.started_at.toISOString() ?? null },
      check: run.checked,
    }
  })
}

function present(run: RunState, now: Date): ImportRun {
  const begun = run.begun_at?.getTime() ?? null
  const worked = run.worked_at?.getTime() ?? null
  const seconds = begun === null || worked === null ? 0 : ((run.finished_at?.getTime() ?? worked) - begun) / 1000
  const isRunning = run.state === 'running'
  const rejectedUntil = run.rows_rejected > 0 && run.finished_at !== null ? new Date(run.finished_at.getTime() + rejectedFor) : null
  const hasRejected = rejectedUntil !== null && rejectedUntil > now
  return {
    id: run.id,
    version: run.version,
    fileName: run.file_name,
    format: run.format,
    fileSize: run.file_size,
    state: run.state,
    startedBy: run.started_by === null || run.person_name === null ? null : { id: run.started_by, name: run.person_name },
    startedAt: run.started_at.toISOString(),
    finishedAt: run.finished_at?.toISOString() ?? null,
    rowsRead: run.rows_read, rowsImported: run.rows_imported, rowsKnown: run.rows_known, rowsRejected: run.rows_rejected,
    companiesAdded: run.companies_added, categoriesAdded: run.categories_added,
    share: Math.min(1, run.share),
    rowsPerSecond: seconds > 0.5 && run.rows_read > 0 ? Math.round(run.rows_read / seconds) : null,
    secondsLeft: isRunning && seconds > 1 && run.share > 0.01 ? Math.round((seconds * (1 - run.share)) / run.share) : null,
    isInterrupted: isRunning && worked !== null && now.getTime() - worked > interruptedAfter,
    failure: run.failure,
    rejectedUntil: hasRejected ? rejectedUntil.toISOString() : null,
    can: [
      ...(run.state === 'uploaded' ? (['map', 'start', 'discard'] as const) : []),
      ...((run.state === 'waiting' || isRunning) && run.file_key !== null ? (['cancel'] as const) : []),
      ...(hasRejected ? (['download-rejected'] as const) : []),
    ],
  }
}
