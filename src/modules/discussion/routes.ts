import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** The boards on which agencies talk about a complaint or a Non-NMLS entity. */
export function discussionRoutes(_app: App, _deps: Deps): void {}
