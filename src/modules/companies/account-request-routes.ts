import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

export function accountRequestRoutes(_app: App, _deps: Deps): void {}
