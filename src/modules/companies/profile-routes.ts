import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { updateCompanyProfile } from './commands/update-company-profile.ts'
import { CompanyProfile, UpdateCompanyProfile } from './profile-contract.ts'
import { readCompanyProfile } from './queries/read-company-profile.ts'

const tags = ['Companies']
const permission = 'profile.manage' as const

export function companyProfileRoutes(app: App, deps: Deps): void {
  app.get('/company-profile', { config: { permission }, schema: { tags, summary: "Your company's profile", response: { 200: CompanyProfile } } }, (request) => readCompanyProfile(deps, request.actor))

  app.patch('/company-profile', {
    config: { permission },
    schema: {
      tags,
      summary: "Change your company's profile",
      description: 'For Account Administrators: Complaints Contact, Supervisory Activities Contact, extra addresses, e-mail domains, time zone. What is left out stays.',
      body: UpdateCompanyProfile,
      response: { 200: CompanyProfile },
    },
  }, (request) => updateCompanyProfile(deps, request.actor, request.body))
}
