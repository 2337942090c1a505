import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Public: which agencies take part in which component, and since when. */
export function participationRoutes(_app: App, _deps: Deps): void {}
