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
      <p>Your password is right. From now on you also enter a code that an authenticator app on your phone shows, or use a passkey of your device, so that nobody can sign in with your password alone.</p>
      {key.error ? <ErrorState error={key.error} title="The key could not be made" /> : null}
      {key.data ? (
        <div className="set-up">
          <ol>
            <li>
              <AuthenticatorKey secret={key.data} />
            </li>
            <li>Enter the 6 digits that the app shows.</li>
          </ol>
          <CodeForm account={undefined} onDone={onDone} />
        </div>
      ) : (
        <div className="form">
          <button type="button" className="usa-button" aria-disabled={key.isPending} onClick={() => key.mutate()}>
            Show my key
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
