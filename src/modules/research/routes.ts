import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Research, and communication that took place outside of the system. */
export function researchRoutes(_app: App, _deps: Deps): void {}
