import type { Deps } from '../../../platform/ports.ts'

/** Puts together the daily e-mails of those who want one a day. */
export function sendDigests(_deps: Deps): Promise<void> {
  return Promise.resolve()
}
