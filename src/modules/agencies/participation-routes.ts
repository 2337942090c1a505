import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { Participation } from './participation-contract.ts'
import { listParticipation } from './queries/list-participation.ts'

/** Public: which agencies take part in which component, and since when. */
export function participationRoutes(app: App, deps: Deps): void {
  app.get('/participation', {
    config: { permission: 'public' },
    schema: { tags: ['Public'], summary: 'Which agencies take part, in which component, since when', description: 'May be kept for five minutes, by anybody.', response: { 200: Participation } },
  }, async (_request, reply) => {
    void reply.header('cache-control', 'public, max-age=300')
    return listParticipation(deps)
  })
}
