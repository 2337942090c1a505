import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { DocumentDeps } from '../documents/store.ts'

/** Disposes of what is due, of agencies that want it. */
export function disposalJob(_deps: DocumentDeps): JobHandler<'dispose-complaints'> {
  return () => Promise.resolve()
}
