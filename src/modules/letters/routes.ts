import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Letters to the complainant, and their templates. */
export function letterRoutes(_app: App, _deps: Deps, _environment: { training: boolean }): void {}
