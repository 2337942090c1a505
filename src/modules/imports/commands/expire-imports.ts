import type { ImportDeps } from '../deps.ts'

const job = { kind: 'job' } as const
const day = 24 * 60 * 60_000
/** A file that was given and not imported. */
const unrunFor = 7 * day
/** An upload that was cut off has no size. */
const uploadFor = day / 4
export const rejectedFor = 30 * day
const atOnce = 200

/** Forgets files that were not imported for a week, and rejected rows and sample values after a month. */
export async function expireImports(deps: Pick<ImportDeps, 'transaction' | 'files'>): Promise<void> {
  for (;;) {
    const keys = await deps.transaction(job, async (tx) => {
      const old = await tx.db
        .selectFrom('import_run')
        .select(['id', 'file_key'])
        .where('state', '=', 'uploaded')
        .where((run) =>
          run.or([run('started_at', '<', new Date(tx.now.getTime() - unrunFor)), run.and([run('file_size', 'is', null), run('started_at', '<', new Date(tx.now.getTime() - uploadFor))])]),
        )
        .limit(atOnce)
        .forUpdate()
        .skipLocked()
        .execute()
      if (old.length > 0) await tx.db.deleteFrom('import_run').where('id', 'in', old.map((run) => run.id)).execute()
      return old.map((run) => run.file_key)
    })
    for (const key of keys) if (key !== null) await deps.files.delete(key)
    if (keys.length < atOnce) break
  }
  await deps.transaction(job, async (tx) => {
    await tx.db
      .deleteFrom('import_rejection')
      .where('run_id', 'in', (query) => query.selectFrom('import_run').select('id').where('finished_at', '<', new Date(tx.now.getTime() - rejectedFor)))
      .execute()
    // Of an import from the command line that was cut off.
    await tx.db
      .deleteFrom('import_rejection')
      .where('run_id', 'in', (query) => query.selectFrom('import_run').select('id').where('finished_at', 'is', null).where('file_key', 'is', null).where('started_at', '<', new Date(tx.now.getTime() - rejectedFor)))
      .execute()
  })
}
