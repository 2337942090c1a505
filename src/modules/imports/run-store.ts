import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import type { AgencyActor } from '../../access/actor.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { oneOf } from '../../kernel/one-of.ts'
import type { DB } from '../../platform/database/schema.ts'
import type { Tx } from '../../platform/ports.ts'
import { ColumnMapping, ImportCheck, importStates } from './contract.ts'
import { encodings } from './domain/encodings.ts'
import { dateFields } from './domain/mapping.ts'
import type { RowRange } from './domain/row-ranges.ts'

type Db = Kysely<DB>
export type RunCounts = { rowsRead: number; rowsImported: number; rowsKnown: number; rowsRejected: number }
export type BatchCounts = RunCounts & { companiesAdded: number; categoriesAdded: number }

/** What was seen of a file when it came: sheets, header, sample values, and what its columns probably are. */
export const Inspection = z.object({
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
  ambiguous: z.array(z.enum(dateFields)),
  isKept: z.boolean(),
  /** Of a CSV file; missing in what was looked at before it was kept. */
  encoding: z.enum(encodings).nullable().default(null),
  /** Rejected rows of an earlier run: columns and dates are as they were there. */
  isMended: z.boolean().default(false),
})
export type Inspection = z.infer<typeof Inspection>

export function runs(db: Db) {
  return db
    .selectFrom('import_run as r')
    .leftJoin('person as p', 'p.id', 'r.started_by')
    .select([
      'r.id', 'r.agency_id', 'r.version', 'r.file_name', 'r.format', 'r.file_size', 'r.file_key', 'r.file_hash', 'r.state', 'r.started_by', 'r.started_at', 'r.begun_at', 'r.worked_at', 'r.finished_at',
      'r.rows_read', 'r.rows_imported', 'r.rows_known', 'r.rows_rejected', 'r.companies_added', 'r.categories_added', 'r.share', 'r.rows_done', 'r.failure', 'r.header',
      'r.mapping', 'r.inspection', 'r.checked', 'p.name as person_name',
    ])
}
type Row = Awaited<ReturnType<ReturnType<typeof runs>['execute']>>[number]
export type RunState = ReturnType<typeof stateOf>

export function stateOf(row: Row) {
  return {
    ...row,
    state: oneOf(importStates, row.state),
    format: oneOf(['csv', 'xlsx'], row.format),
    file_size: row.file_size === null ? null : Number(row.file_size),
    mapping: ColumnMapping.nullable().parse(row.mapping),
    inspection: Inspection.nullable().parse(row.inspection),
    checked: ImportCheck.nullable().parse(row.checked),
  }
}

/** The run if the actor's agency has it, else not found. */
export async function findRun(db: Db, id: string): Promise<RunState> {
  const row = await runs(db).where('r.id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('import')
  return stateOf(row)
}

/** The run with its file, held for a change before it began. */
export async function lockUploaded(tx: Tx, id: string, version: number): Promise<RunState & { file_key: string }> {
  await findRun(tx.db, id)
  await tx.db.selectFrom('import_run').select('id').where('id', '=', id).forUpdate().execute()
  const run = await findRun(tx.db, id)
  if (run.state !== 'uploaded' || run.file_key === null) throw new AppError('conflict', 'This import was begun already. See how it stands.')
  if (run.version !== version) throw new AppError('stale_version', 'Somebody else changed this import since you opened it. Look at it again.')
  return { ...run, file_key: run.file_key }
}

/** An import from the command line: it runs at once, and its file is the operator's. */
export async function startRun(db: Db, run: { id: string; actor: AgencyActor; fileName: string; header: readonly string[]; now: Date }): Promise<void> {
  await db
    .insertInto('import_run')
    .values({
      id: run.id, agency_id: run.actor.agencyId, file_name: run.fileName, started_by: run.actor.userId, started_at: run.now, begun_at: run.now, worked_at: run.now,
      state: 'running', header: [...run.header],
    })
    .execute()
}

/** Thrown in a batch's transaction where it must not be stored: the run was canceled, or the batch is there already. */
export class NotToBeStored extends Error {}

/** Adds a stored batch to its run: batches are stored side by side, each once. */
export async function addBatch(db: Db, runId: string, batch: RowRange & { counts: BatchCounts; share: number; now: Date }): Promise<void> {
  const range = sql<string>`int4multirange(int4range(${batch.from}, ${batch.to}))`
  const { numUpdatedRows } = await db
    .updateTable('import_run')
    .set((run) => ({
      rows_read: run('rows_read', '+', batch.counts.rowsRead),
      rows_imported: run('rows_imported', '+', batch.counts.rowsImported),
      rows_known: run('rows_known', '+', batch.counts.rowsKnown),
      rows_rejected: run('rows_rejected', '+', batch.counts.rowsRejected),
      companies_added: run('companies_added', '+', batch.counts.companiesAdded),
      categories_added: run('categories_added', '+', batch.counts.categoriesAdded),
      share: sql<number>`greatest(share, ${batch.share}::real)`,
      worked_at: batch.now,
      rows_done: sql<string>`rows_done + ${range}`,
    }))
    .where('id', '=', runId)
    .where('state', '=', 'running')
    .where(sql<boolean>`not rows_done && ${range}`)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new NotToBeStored()
}

/** Ends a run; its file is nobody's any more. @returns the key under which the file lies, for deletion after the commit */
export async function endRun(db: Db, runId: string, end: { state: 'finished' | 'failed' | 'canceled'; failure?: string; now: Date }): Promise<{ ended: boolean; fileKey: string | null }> {
  const before = await db.selectFrom('import_run').select(['file_key', 'state']).where('id', '=', runId).forUpdate().executeTakeFirst()
  if (before === undefined || !['uploaded', 'waiting', 'running'].includes(before.state)) return { ended: false, fileKey: null }
  await db
    .updateTable('import_run')
    .set((run) => ({
      state: end.state, finished_at: end.now, failure: end.failure ?? null, file_key: null, inspection: null, checked: null, version: run('version', '+', 1),
      ...(end.state === 'finished' && { share: 1 }),
    }))
    .where('id', '=', runId)
    .execute()
  return { ended: true, fileKey: before.file_key }
}

export type Rejection = { row: number; reasons: readonly string[]; cells: readonly string[] }

export async function insertRejections(db: Db, run: { id: string; agencyId: string }, rejections: readonly Rejection[]): Promise<void> {
  if (rejections.length === 0) return
  // What the database cannot hold becomes U+FFFD.
  const given = rejections.map(({ row, reasons, cells }) => ({ row, reasons, cells: cells.map((cell) => cell.toWellFormed().replaceAll('\u0000', '\uFFFD')) }))
  await sql`
    insert into import_rejection (run_id, agency_id, row, reasons, cells)
    select ${run.id}, ${run.agencyId}, r."row", array(select json_array_elements_text(r.reasons)), array(select json_array_elements_text(r.cells))
    from json_to_recordset(${JSON.stringify(given)}) as r ("row" integer, reasons json, cells json)`.execute(db)
}

export async function readRejections(db: Db, runId: string, after: number, limit: number): Promise<Rejection[]> {
  return db.selectFrom('import_rejection').select(['row', 'reasons', 'cells']).where('run_id', '=', runId).where('row', '>', after).orderBy('row').limit(limit).execute()
}
