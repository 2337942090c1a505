import { AppError } from '../../kernel/errors.ts'
import type { SignedIn } from '../../platform/http/app.ts'

const minute = 60_000
/** How long a proof of who sits at the session holds for what changes a password or a factor, or ends a session. In milliseconds. */
export const confirmedFor = 15 * minute

/**
 * Before anything that changes how one signs in: whoever found an open session must not take the account over.
 * @throws confirmation_required; the page asks for the password, a code or a passkey and sends the request again
 */
export function requireConfirmed(signedIn: Pick<SignedIn, 'confirmedAt'>, now: Date): void {
  if (now.getTime() - signedIn.confirmedAt.getTime() >= confirmedFor) {
    throw new AppError('confirmation_required', 'Confirm that it is you: enter your password or a code, or use a passkey.')
  }
}
