import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { Deps } from '../../platform/ports.ts'
import { openVerifications } from './commands/open-verifications.ts'

export function verificationJob(deps: Pick<Deps, 'transaction'>): JobHandler<'open-verifications'> {
  return () => openVerifications(deps)
}
