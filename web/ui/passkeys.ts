import { browserSupportsWebAuthn, startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser'
import type { PasskeyCreationOptions, PasskeyRequestOptions } from '#src/modules/accounts/passkeys/contract.ts'

/** Does this browser know passkeys, and was the system opened by a name? They do not belong to numbers. */
export function passkeysPossible(): boolean {
  return browserSupportsWebAuthn() && !/^[\d.]+$|^\[/.test(location.hostname)
}

/** The browser asks for a new passkey. Rejects with a sentence to be shown. */
export async function createPasskey(options: PasskeyCreationOptions) {
  return startRegistration({ optionsJSON: options }).catch((error: unknown) => {
    throw said(error, 'No passkey was made. Try again when you are ready.')
  })
}

/** The browser asks for a passkey that is there. Rejects with a sentence to be shown. */
export async function askForPasskey(options: PasskeyRequestOptions) {
  return startAuthentication({ optionsJSON: options }).catch((error: unknown) => {
    throw said(error, 'No passkey was used. Try again, or sign in another way.')
  })
}

/** Browsers tell a cancel, a time-out and "none here" by one name on purpose. */
function said(error: unknown, cancelled: string): Error {
  const name = error instanceof Error ? error.name : ''
  switch (name) {
    case 'NotAllowedError':
    case 'AbortError':
      return new Error(cancelled)
    case 'InvalidStateError':
      return new Error('This device holds a passkey for your account already.')
    case 'NotSupportedError':
    case 'ConstraintError':
      return new Error('This device cannot make the kind of passkey that is needed here.')
    case 'SecurityError':
      return new Error('Passkeys work at the system’s own address only. Check the address of this page.')
    default:
      return new Error(error instanceof WebAuthnError ? 'The passkey did not answer as it should. Try again.' : 'Passkeys could not be used in this browser. Try again, or sign in another way.')
  }
}
