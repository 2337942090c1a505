import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** The market as all agencies see it, in basic information only. */
export function marketRoutes(_app: App, _deps: Deps): void {}
