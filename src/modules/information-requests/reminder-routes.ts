import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Reminders of requests that are with the company. */
export function reminderRoutes(_app: App, _deps: Deps): void {}
