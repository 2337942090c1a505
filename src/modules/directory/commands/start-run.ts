import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { DirectoryRun } from '../contract.ts'
import { present, runs } from '../queries/list-runs.ts'
import { longestWait } from '../store.ts'
import { takeDirectoryLock } from './run-directory.ts'

/**
 * Begins an import from the address of the settings; a job does it.
 * @throws AppError 'conflict' when no address is set, or one waits or is under way
 */
export async function startRun(deps: Pick<Deps, 'transaction'>, actor: Actor, source: string | null): Promise<DirectoryRun> {
  permit(actor, 'platform.run-directory')
  if (source === null) throw new AppError('conflict', 'No address of the directory is set (NMLS_DIRECTORY_URL). An operator can import a file: npm run ses -- import-directory <file>.')
  return deps.transaction(actor, async (tx) => {
    const waits = await tx.db.selectFrom('directory_run').select('id').where('state', '=', 'waiting').where('started_at', '>', new Date(tx.now.getTime() - longestWait)).executeTakeFirst()
    // Held until this is stored: of two who begin at once, one is refused.
    if (!(await takeDirectoryLock(tx)) || waits !== undefined) throw new AppError('conflict', 'The directory is being imported just now. Wait until that has finished.')
    const id = newId()
    await tx.db.insertInto('directory_run').values({ id, source, begun_by: actor.kind === 'platform' ? actor.userId : null, started_at: tx.now, state: 'waiting' }).execute()
    await tx.audit({ action: 'directory.run-begun', audience: 'platform', about: { kind: 'directory_run', id } })
    await tx.enqueue('import-directory', { runId: id })
    const run = await runs(tx).where('r.id', '=', id).executeTakeFirst()
    if (run === undefined) throw notFound('import')
    return present(run)
  })
}
