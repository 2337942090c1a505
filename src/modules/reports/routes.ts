import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** An agency's own reports. */
export function reportRoutes(_app: App, _deps: Deps): void {}
