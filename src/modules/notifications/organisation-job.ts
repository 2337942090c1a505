import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { Deps } from '../../platform/ports.ts'
import type { MailEnvironment } from './mails/compose.ts'

export function notifyOrganisationJob(_deps: Deps, _environment: MailEnvironment): JobHandler<'notify-organisation'> {
  return async () => undefined
}
