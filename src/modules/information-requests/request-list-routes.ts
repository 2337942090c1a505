import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Requests over all complaints of an agency, searched and exported. */
export function requestListRoutes(_app: App, _deps: Deps): void {}
