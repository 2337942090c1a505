import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Related records of a complaint. */
export function relatedRoutes(_app: App, _deps: Deps): void {}
