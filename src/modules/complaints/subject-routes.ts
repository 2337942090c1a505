import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Finding the subject of a complaint. */
export function subjectRoutes(_app: App, _deps: Deps): void {}
