import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

export function enrollmentRoutes(_app: App, _deps: Deps): void {}
