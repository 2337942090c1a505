import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Requests for access to other agencies' complaints, their decisions, and who can see a complaint. */
export function accessRoutes(_app: App, _deps: Deps): void {}
