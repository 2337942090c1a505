import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Tokens with which an organization's own systems use the API. */
export function tokenRoutes(_app: App, _deps: Deps): void {}
