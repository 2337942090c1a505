import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** How long closed complaints are kept, legal holds, and what was disposed of. */
export function retentionRoutes(_app: App, _deps: Deps): void {}
