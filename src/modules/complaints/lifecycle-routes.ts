import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Canceling, reopening, and all closures of a complaint. */
export function lifecycleRoutes(_app: App, _deps: Deps): void {}
