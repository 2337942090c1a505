import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** The agency's library of requests: templates and sets of them. */
export function libraryRoutes(_app: App, _deps: Deps): void {}
