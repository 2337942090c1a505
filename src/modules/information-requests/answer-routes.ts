import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** How a company works on its answers: drafters, comments, handing over, submitting several, receipts. */
export function answerRoutes(_app: App, _deps: Deps): void {}
