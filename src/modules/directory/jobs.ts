import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { Deps } from '../../platform/ports.ts'

export type DirectorySettings = { url: string | null; everyHours: number }

export function directoryJob(_deps: Deps, _settings: DirectorySettings): JobHandler<'import-directory'> {
  return async () => undefined
}
