import type { App } from '../../platform/http/app.ts'
import type { DocumentDeps } from '../documents/index.ts'
import { printRoutes } from './print-routes.ts'
import { timelineRoutes } from './timeline-routes.ts'
import { zipRoutes } from './zip-routes.ts'

/** The record from other sides: timeline, as the company sees it, as PDF, its documents as ZIP. */
export function recordViewRoutes(app: App, deps: DocumentDeps, environment: { training: boolean }): void {
  timelineRoutes(app, deps)
  printRoutes(app, deps, environment)
  zipRoutes(app, deps)
}
