import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Extending and sending back; what the company asks of the agency, and its decision. */
export function roundRoutes(_app: App, _deps: Deps): void {}
