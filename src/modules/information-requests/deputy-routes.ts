import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Who acts for a Company POC who is away. */
export function deputyRoutes(_app: App, _deps: Deps): void {}
