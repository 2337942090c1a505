import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Referral of a complaint to another agency. */
export function referralRoutes(_app: App, _deps: Deps): void {}
