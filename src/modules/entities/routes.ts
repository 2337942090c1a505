import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Non-NMLS entities: unknown or unlicensed firms that agencies track together. */
export function entityRoutes(_app: App, _deps: Deps): void {}
