import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'

/** Making and revoking tokens, under /api/v1. */
export function provisioningRoutes(_app: App, _deps: Deps, _settings: { publicUrl: string }): void {}

/** SCIM 2.0 itself, under /scim/v2. */
export function mountScim(_app: App, _deps: Deps, _settings: { publicUrl: string }): void {}
