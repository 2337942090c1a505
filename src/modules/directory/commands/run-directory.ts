import { sql } from 'kysely'
import { AppError } from '../../../kernel/errors.ts'
import { nameKey } from '../../../kernel/text.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { DirectoryPart, RejectedPart } from '../domain/directory-part.ts'
import { readPart } from '../part-shapes.ts'
import type { DirectorySource } from '../source/directory-source.ts'
import { addChanges, emptyStage, failCutOffRuns, markMissing, nextStaged, noCounts, refuseSharedParts, setCounts, stage, type Counts } from '../store.ts'
import { compareBatch, rejection } from './compare-batch.ts'

export type Progress = { step: 'reading' | 'comparing'; read: number; companies: number }
export type RunReport = { runId: string; counts: Counts }
type RunInput = {
  source: DirectorySource
  /** A run that waits, or the ID of a new one; where that one was cut off, another is begun. */
  runId?: string
  signal: AbortSignal
  onProgress?: (progress: Progress) => void
}

const job = { kind: 'job' } as const
const rowsAtOnce = 2_000
const companiesAtOnce = 500

/**
 * Reads the directory and stores what is different (docs/directory.md). First everything is read, so that a file that
 * breaks off changes nothing; then companies are compared, a batch in a transaction: what was cut off there is whole, and
 * the next run finishes it.
 * @throws AppError 'conflict' when a run is under way; 'invalid' when the source cannot be read
 */
export async function runDirectory(deps: Deps, input: RunInput): Promise<RunReport> {
  return alone(deps, async () => {
    const runId = await begin(deps, input)
    try {
      return { runId, counts: await work(deps, runId, input) }
    } catch (error) {
      // Stopped with the program: the run is cut off, and its job does it again at the next start.
      if (!input.signal.aborted) await fail(deps, runId, error)
      throw error
    }
  })
}

/** The lock ends with its transaction, and so with its process, however that ends. Work has transactions of its own. */
async function alone<T>(deps: Deps, run: () => Promise<T>): Promise<T> {
  const outcome = await deps.transaction(job, async (tx): Promise<{ value: T } | { error: unknown } | null> => {
    if (!(await takeDirectoryLock(tx))) return null
    // Carried out as a value: a failure must not make this transaction begin anew.
    return run().then((value) => ({ value }), (error: unknown) => ({ error }))
  })
  if (outcome === null) throw new AppError('conflict', 'The directory is being imported just now. Wait until that has finished.')
  if ('error' in outcome) throw outcome.error
  return outcome.value
}

export async function takeDirectoryLock(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(hashtext('directory: import')) as taken`.execute(tx.db)
  return rows[0]?.taken === true
}

async function begin(deps: Deps, { source, runId }: RunInput): Promise<string> {
  return deps.transaction(job, async (tx) => {
    await failCutOffRuns(tx.db, tx.now)
    await emptyStage(tx.db)
    const waiting = runId === undefined ? undefined : await tx.db.selectFrom('directory_run').select('state').where('id', '=', runId).executeTakeFirst()
    const id = runId === undefined || (waiting !== undefined && waiting.state !== 'waiting') ? newId() : runId
    await tx.db
      .insertInto('directory_run')
      .values({ id, source: source.name, started_at: tx.now, state: 'running' })
      .onConflict((run) => run.column('id').doUpdateSet({ source: source.name, started_at: tx.now, state: 'running' }))
      .execute()
    return id
  })
}

async function work(deps: Deps, runId: string, { source, signal, onProgress }: RunInput): Promise<Counts> {
  const counts = { ...noCounts }
  let position = 0
  for await (const rows of batches(source, signal)) {
    const lost = rows.filter((row) => row.nmlsId === null)
    await deps.transaction(job, async (tx) => {
      await stage(tx.db, runId, counts.read, rows.map((part) => ({ part, nameKey: part.part === 'company' ? nameKey(part.data.name) : null })))
      await addChanges(tx.db, runId, position, lost.flatMap((row) => (row.part === 'rejected' ? [{ companyId: null, kind: 'rejected' as const, what: rejection(row) }] : [])))
    })
    counts.read += rows.length
    counts.rejected += lost.length
    position += lost.length
    onProgress?.({ step: 'reading', read: counts.read, companies: 0 })
  }
  if (counts.read === 0) throw new AppError('invalid', 'The directory holds no company. Nothing was changed.')
  await deps.transaction(job, (tx) => refuseSharedParts(tx.db))
  const movedAway = new Set<string>()
  let companies = 0
  for (let after = ''; ; ) {
    signal.throwIfAborted()
    const { outcome, last, size } = await deps.transaction(job, async (tx) => {
      const staged = await nextStaged(tx.db, after, companiesAtOnce)
      const compared = await compareBatch(tx, staged, movedAway)
      await addChanges(tx.db, runId, position, compared.changes)
      await setCounts(tx.db, runId, plus(counts, compared.counts))
      return { outcome: compared, last: staged.at(-1)?.nmlsId, size: staged.length }
    })
    Object.assign(counts, plus(counts, outcome.counts))
    position += outcome.changes.length
    for (const id of outcome.movedAway) movedAway.add(id)
    companies += size
    onProgress?.({ step: 'comparing', read: counts.read, companies })
    if (last === undefined || size < companiesAtOnce) break
    after = last
  }
  await deps.transaction(job, async (tx) => {
    counts.missing = await markMissing(tx.db, runId, position, tx.now)
    await tx.db.updateTable('directory_run').set({ ...counts, state: 'finished', finished_at: tx.now }).where('id', '=', runId).execute()
    await tx.audit({ action: 'directory.imported', audience: 'platform', about: { kind: 'directory_run', id: runId }, details: counts })
    await emptyStage(tx.db)
  })
  return counts
}

function plus(counts: Counts, more: Pick<Counts, 'added' | 'changed' | 'unchanged' | 'rejected'>): Counts {
  return { ...counts, added: counts.added + more.added, changed: counts.changed + more.changed, unchanged: counts.unchanged + more.unchanged, rejected: counts.rejected + more.rejected }
}

async function* batches(source: DirectorySource, signal: AbortSignal): AsyncGenerator<(DirectoryPart | RejectedPart)[]> {
  let batch: (DirectoryPart | RejectedPart)[] = []
  for await (const entry of source.entries(signal)) {
    batch.push(readPart(entry))
    if (batch.length < rowsAtOnce) continue
    signal.throwIfAborted()
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** The sentence of what is expected; of anything else only that it happened: it may hold the directory's own data. */
async function fail(deps: Deps, runId: string, error: unknown): Promise<void> {
  const problem = error instanceof AppError ? error.message : 'It failed for a reason that the log of the worker names. Run it again.'
  await deps
    .transaction(job, async (tx) => {
      await tx.db.updateTable('directory_run').set({ state: 'failed', finished_at: tx.now, problem: problem.slice(0, 1000) }).where('id', '=', runId).where('state', '=', 'running').execute()
      await emptyStage(tx.db)
    })
    // The database itself may be gone: the next run marks it.
    .catch(() => undefined)
}
