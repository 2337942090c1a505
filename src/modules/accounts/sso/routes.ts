import type { App } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { AccountSettings } from '../routes.ts'

export type SsoSettings = { issuer: string; clientId: string; clientSecret: string | undefined }

export function ssoRoutes(_app: App, _deps: Deps, _settings: AccountSettings & { publicUrl: string; sso: SsoSettings | undefined }): void {}
