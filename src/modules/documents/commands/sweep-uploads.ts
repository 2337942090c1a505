import { AppError } from '../../../kernel/errors.ts'
import type { JobActor } from '../../../platform/ports.ts'
import type { DocumentDeps } from '../store.ts'
import { finishUpload } from './finish-upload.ts'

const job: JobActor = { kind: 'job' }
/** An upload that was not finished by then is given up. */
const uploadLasts = 7 * 24 * 60 * 60_000
/** An upload that still has no file by then was cut off while it was created; its uploader never learned its address. */
const creationLasts = 60 * 60_000
const rowsAtOnce = 200

/**
 * Settles what is not over yet: finishes uploads whose last byte arrived while nobody could note it, gives up old ones and
 * those that were never created, and deletes removed documents, their bytes first. What belongs to nothing: collect-files.ts.
 */
export async function sweepUploads(deps: DocumentDeps): Promise<void> {
  await settleUnfinished(deps)
  await deleteRemoved(deps)
}

async function settleUnfinished(deps: DocumentDeps): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await deps.transaction(job, (tx) =>
      tx.db.selectFrom('document').select(['id', 'size', 'created_at']).where('state', '=', 'uploading').where('removed_at', 'is', null)
        .where('id', '>', after).orderBy('id').limit(rowsAtOnce).execute())
    for (const row of rows) {
      const size = await deps.files.size(row.id)
      const age = deps.clock.now().getTime() - row.created_at.getTime()
      const complete = size === Number(row.size)
      if (complete ? !(await finished(deps, row.id)) : age > (size === null ? creationLasts : uploadLasts)) await giveUp(deps, row.id)
    }
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

/** False where it came too late: what it belongs to was sent or closed without it. */
async function finished(deps: DocumentDeps, id: string): Promise<boolean> {
  try {
    await finishUpload(deps, job, id)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

async function giveUp(deps: DocumentDeps, id: string): Promise<void> {
  await deps.transaction(job, (tx) => tx.db.updateTable('document').set({ removed_at: tx.now }).where('id', '=', id).where('state', '=', 'uploading').execute())
}

async function deleteRemoved(deps: DocumentDeps): Promise<void> {
  for (;;) {
    const rows = await deps.transaction(job, (tx) => tx.db.selectFrom('document').select('id').where('removed_at', 'is not', null).limit(rowsAtOnce).execute())
    if (rows.length === 0) return
    const ids = rows.map((row) => row.id)
    const previews = await deps.transaction(job, (tx) => tx.db.selectFrom('document_preview').select('key').where('document_id', 'in', ids).where('key', 'is not', null).execute())
    for (const id of [...ids, ...previews.map((row) => row.key)]) if (id !== null) await deps.files.delete(id)
    await deps.transaction(job, (tx) => tx.db.deleteFrom('document').where('id', 'in', ids).execute())
  }
}
