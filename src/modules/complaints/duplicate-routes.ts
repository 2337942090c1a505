import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { DuplicateList } from './duplicate-contract.ts'
import { findDuplicates } from './queries/find-duplicates.ts'

/** Likely duplicates. */
export function duplicateRoutes(app: App, deps: Deps): void {
  app.get('/complaints/:id/duplicates', {
    config: { permission: 'complaint.view-detail' },
    schema: {
      tags: ['Complaints'],
      summary: 'Complaints that may be the same as this one, with why',
      description: 'Same CFPB ID (any agency), same complainant and company, similar description (own complaints and those shared with the agency). The most certain first, at most ten. Works on drafts.',
      params: ById,
      response: { 200: DuplicateList },
    },
  }, (request) => findDuplicates(deps, request.actor, request.params.id))
}
