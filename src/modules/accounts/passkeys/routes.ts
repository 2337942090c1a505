import type { App } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { AccountSettings } from '../routes.ts'

export function passkeyRoutes(_app: App, _deps: Deps, _settings: AccountSettings & { publicUrl: string }): void {}
