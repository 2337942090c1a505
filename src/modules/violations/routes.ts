import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Alleged violations, and the statutes and regulations to cite. */
export function violationRoutes(_app: App, _deps: Deps): void {}
