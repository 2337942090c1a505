import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { SecondFactorSecret } from '#src/modules/accounts/contract.ts'
import { api } from '../../app/api.ts'
import { AuthenticatorKey } from '../../ui/authenticator-key.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { CodeForm } from './code-form.tsx'
import { PasskeySetUp } from './passkey-choice.tsx'

/** h2 where an account is set up, h3 where one signs in again over a page. */
export type Heading = 'h1' | 'h2' | 'h3'

/** An account without a second factor gets its key here; the first code proves that the app has it, and signs in. */
export function SetUpStep({ person, heading: Heading, onDone, onBack }: { person: string; heading: Heading; onDone: () => void; onBack?: () => void }): ReactNode {
  const key = useMutation({ mutationFn: () => api.post('/session/second-factor-secret', undefined, SecondFactorSecret, { withoutSession: true }) })
  return (
    <>
      <Heading tabIndex={-1}>Set up your second factor</Heading>
      <p>Your password is not enough to sign in: you also prove that it is you. That is your second factor. Choose one of two ways; each takes about two minutes.</p>
      {key.data ? null : (
        <ul className="set-up-ways">
          <li>
            <strong>An authenticator app</strong> is a free app on your phone. It shows a new 6-digit code every 30 seconds. If you have none, install one first, such as Google Authenticator or Microsoft Authenticator.
          </li>
          <li>
            <strong>A passkey</strong> is the fingerprint, face or PIN with which you unlock this device, or a security key.
          </li>
        </ul>
      )}
      {key.error ? <ErrorState error={key.error} title="The key could not be made" /> : null}
      {key.data ? (
        <div className="set-up">
          <ol>
            <li>
              <AuthenticatorKey secret={key.data} />
            </li>
            <li>Enter the 6 digits that the app shows.</li>
          </ol>
          <CodeForm account={undefined} deed="Check the code and go on" onDone={onDone} />
        </div>
      ) : (
        <div className="form">
          <button type="button" className="usa-button" aria-disabled={key.isPending} onClick={() => key.mutate()}>
            Use an authenticator app
          </button>
          <PasskeySetUp onDone={onDone} />
        </div>
      )}
      <p className="muted">
        {person}{' '}
        {onBack ? (
          <button type="button" className="link-button" onClick={onBack}>
            Not you?
          </button>
        ) : null}
      </p>
    </>
  )
}
