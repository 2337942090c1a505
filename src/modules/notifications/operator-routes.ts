import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** What became of e-mails, for those who run the system. */
export function operatorRoutes(_app: App, _deps: Deps): void {}
