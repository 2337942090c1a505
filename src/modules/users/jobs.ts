import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { Deps } from '../../platform/ports.ts'

export function verificationJob(_deps: Deps): JobHandler<'open-verifications'> {
  return async () => undefined
}
