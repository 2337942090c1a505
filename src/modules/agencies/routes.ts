import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { ServiceStatus } from './contract.ts'
import { serviceHours } from './domain/service-hours.ts'

export type PublicSettings = Pick<ServiceStatus, 'environment' | 'support' | 'otherEnvironmentUrl'>

const tags = ['Public']

export function agencyRoutes(app: App, deps: Deps, settings: PublicSettings): void {
  const open = { permission: 'public' as const }
  app.get('/public/service-status', { config: open, schema: { tags, summary: 'Hours, the next holiday and whom to ask', response: { 200: ServiceStatus } } }, async () => {
    const now = deps.clock.now()
    return { ...serviceHours(now), checkedAt: now.toISOString(), environment: settings.environment, support: settings.support, otherEnvironmentUrl: settings.otherEnvironmentUrl }
  })
}
