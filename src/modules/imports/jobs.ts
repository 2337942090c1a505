import type { JobHandlers } from '../../platform/jobs/handlers.ts'
import type { ImportDeps } from './deps.ts'
import { expireImports } from './commands/expire-imports.ts'
import { runImport } from './commands/run-import.ts'

/** Runs imports that were given in the web, and forgets their files afterwards. */
export function importJobs(deps: ImportDeps): Pick<JobHandlers, 'run-import' | 'expire-imports'> {
  return {
    'run-import': ({ runId }, run) => runImport(deps, runId, run),
    'expire-imports': () => expireImports(deps),
  }
}
