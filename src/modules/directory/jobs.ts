import { AppError } from '../../kernel/errors.ts'
import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { Deps } from '../../platform/ports.ts'
import { runDirectory } from './commands/run-directory.ts'
import { isDue } from './queries/is-due.ts'
import { openSource } from './source/open-source.ts'

export type DirectorySettings = { url: string | null; everyHours: number }

/**
 * Imports the directory from the address of the settings: a run that a person began, or, where there is no run of this
 * ID, the scheduled one, if the last is long enough ago. A source that cannot be read is not tried again by the queue:
 * the run says why, and the next one is due in its time. While another runs, it waits in the queue.
 */
export function directoryJob(deps: Deps, settings: DirectorySettings): JobHandler<'import-directory'> {
  return async ({ runId }, { signal }) => {
    if (settings.url === null || !(await isDue(deps, runId, settings.everyHours))) return
    try {
      await runDirectory(deps, { source: openSource(settings.url), runId, signal })
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'conflict') throw error
    }
  }
}
