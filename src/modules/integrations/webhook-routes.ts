import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Addresses of an organization's own systems to which events are sent. */
export function webhookRoutes(_app: App, _deps: Deps): void {}
