import type { FileStore } from '../../platform/files/file-store.ts'
import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { Deps } from '../../platform/ports.ts'
import { disposeComplaints } from './commands/dispose-complaints.ts'

/** Disposes of what is due, of agencies that want it. */
export function disposalJob(deps: Deps & { files: FileStore }): JobHandler<'dispose-complaints'> {
  return async () => {
    await disposeComplaints(deps)
  }
}
