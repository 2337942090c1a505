import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** What lists can do besides showing: kept filters, bulk actions, Excel. */
export function listRoutes(_app: App, _deps: Deps): void {}
