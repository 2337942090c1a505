import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Likely duplicates. */
export function duplicateRoutes(_app: App, _deps: Deps): void {}
