import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { updateAgencyProfile } from './commands/update-agency-profile.ts'
import { AgencyProfile, UpdateAgencyProfile } from './profile-contract.ts'
import { readAgencyProfile } from './queries/read-agency-profile.ts'

const tags = ['Agencies']
const permission = 'profile.manage' as const

export function agencyProfileRoutes(app: App, deps: Deps): void {
  app.get('/agency-profile', { config: { permission }, schema: { tags, summary: "Your agency's profile", response: { 200: AgencyProfile } } }, (request) => readAgencyProfile(deps, request.actor))

  app.patch('/agency-profile', {
    config: { permission },
    schema: {
      tags,
      summary: "Change your agency's profile",
      description: 'For Account Administrators. What is left out stays. Days for an answer and the working calendar change what is proposed from now on, no due date that was set.',
      body: UpdateAgencyProfile,
      response: { 200: AgencyProfile },
    },
  }, (request) => updateAgencyProfile(deps, request.actor, request.body))
}
