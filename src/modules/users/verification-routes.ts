import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { verifyUsers } from './commands/verify-users.ts'
import { readVerification } from './queries/read-verification.ts'
import { CompleteVerification, CurrentVerification } from './verification-contract.ts'

const config = { permission: 'users.manage' as const }
const tags = ['Users']

/** Agencies monthly, companies every 90 days say that their users still belong there. */
export function verificationRoutes(app: App, deps: Deps): void {
  app.get('/user-verifications/current', {
    config,
    schema: { tags, summary: 'The verification of users to do now', description: 'With every user and their last sign-in. While none is open: when the next one opens.', response: { 200: CurrentVerification } },
  }, (request) => readVerification(deps, request.actor))

  app.post('/user-verifications/:id/completions', {
    config,
    schema: {
      tags,
      summary: 'These users still belong here',
      description: 'Refused with stale_version where a user was added who is not among those seen; `current` then holds the list as it is now.',
      params: ById,
      body: CompleteVerification,
      response: { 200: CurrentVerification },
    },
  }, (request) => verifyUsers(deps, request.actor, { id: request.params.id, ...request.body }))
}
