import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** What happens, told to open pages at once (server-sent events). */
export function liveRoutes(_app: App, _deps: Deps): void {}
