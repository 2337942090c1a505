import { createHash } from 'node:crypto'
import { AppError } from '../../kernel/errors.ts'
import { linkIdOf } from '../../platform/one-time-links.ts'
import type { Deps } from '../../platform/ports.ts'
import { succeeded, tooMany, waitBefore, type Attempt } from './attempts.ts'
import { findLink, type LinkPurpose, type OpenLink } from './link-store.ts'

const sentences: Record<LinkPurpose, string> = {
  activation: 'This link has ended: it was used already, a newer one was sent, or its time is over. Ask whoever invited you for another one, or sign in if you have chosen a password.',
  password_reset: 'This link has ended: it works once and for one hour, and a newer one ends it. Ask for another one.',
}

/** One answer for a link that was used, replaced, expired, tampered with or never made. */
export function linkEnded(purpose: LinkPurpose): AppError {
  return new AppError('not_found', sentences[purpose])
}

/** Whose link the token belongs to. Guesses are counted by the address that they come from. */
export async function openLink(deps: Deps, token: string, purpose: LinkPurpose, address: string): Promise<{ linkId: string; owner: OpenLink }> {
  const attempt: Attempt = { subject: { kind: 'link', name: createHash('sha256').update(token).digest('hex') }, address }
  const linkId = linkIdOf(deps.secrets, token)
  const { wait, owner } = await deps.transaction({ kind: 'nobody' }, async (tx) => {
    const wait = await waitBefore(tx, attempt)
    if (wait > 0 || linkId === null) return { wait, owner: undefined }
    const owner = await findLink(tx, linkId, purpose)
    if (owner !== undefined) await succeeded(tx, attempt)
    return { wait, owner }
  })
  if (wait > 0) throw tooMany(wait)
  if (linkId === null || owner === undefined) throw linkEnded(purpose)
  return { linkId, owner }
}
