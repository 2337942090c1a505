import { Readable } from 'node:stream'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { agencyOf } from '../commands/give-file.ts'
import { rejectedFor } from '../commands/expire-imports.ts'
import { isOwnExport, isRejectedFile } from '../domain/mapping.ts'
import { findRun } from '../run-store.ts'
import { rejectedLines } from '../source/rejected-file.ts'

/** The rejected rows as a CSV file, streamed. */
export async function openRejected(deps: Pick<Deps, 'transaction' | 'clock'>, actor: Actor, id: string): Promise<{ name: string; content: Readable }> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  const run = await deps.transaction(importer, async (tx) => {
    const found = await findRun(tx.db, id)
    const isThere = found.finished_at !== null && found.rows_rejected > 0 && found.finished_at.getTime() + rejectedFor > tx.now.getTime()
    if (!isThere) throw notFound('file of rejected rows')
    await tx.audit({ action: 'import.rejected_downloaded', audience: 'agency', agencyId: importer.agencyId, about: { kind: 'import_run', id } })
    return found
  })
  const rejected = isRejectedFile(run.header)
  const lines = rejectedLines(deps, importer, id, { header: run.header, isRejectedFile: rejected, isEscaped: rejected || isOwnExport(run.header) })
  return { name: `${run.file_name.replace(/(\.rejected)?\.(csv|xlsx|txt)$/i, '')}.rejected.csv`, content: Readable.from(lines, { objectMode: false }) }
}
