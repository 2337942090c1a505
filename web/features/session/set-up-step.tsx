import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense, type ReactNode } from 'react'
import { SecondFactorSecret } from '#src/modules/accounts/contract.ts'
import { api } from '../../app/api.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { CodeForm } from './code-form.tsx'

/** h3 where one signs in again over a page. */
export type Heading = 'h1' | 'h3'

// Needed once by each person; where it does not arrive, the key below is enough.
const QrCode = lazy(() => import('./qr-code.tsx').then(({ QrCode: code }) => ({ default: code })).catch(() => ({ default: () => null })))

/** An account without a second factor gets its key here; the first code proves that the app has it, and signs in. */
export function SetUpStep({ person, heading: Heading, onDone, onBack }: { person: string; heading: Heading; onDone: () => void; onBack: () => void }): ReactNode {
  const key = useMutation({ mutationFn: () => api.post('/session/second-factor-secret', undefined, SecondFactorSecret, { withoutSession: true }) })
  return (
    <>
      <Heading tabIndex={-1}>Set up your second factor</Heading>
      <p>Your password is right. From now on you also enter a code that an authenticator app on your phone shows, so that nobody can sign in with your password alone.</p>
      {key.error ? <ErrorState error={key.error} title="The key could not be made" /> : null}
      {key.data ? (
        <div className="set-up">
          <ol>
            <li>
              Scan this code with your authenticator app, or <a href={key.data.uri}>open it in the app</a> on this device.
              <div className="set-up__code">
                <Suspense>
                  <QrCode text={key.data.uri} label="QR code of the key below, for an authenticator app" />
                </Suspense>
              </div>
              Cannot scan it? Type the key into the app, as one of the kind “time based”:
              <p className="set-up__key mono">
                {key.data.secret.match(/.{1,4}/g)?.join(' ')} <CopyButton text={key.data.secret} what="the key" />
              </p>
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
        </div>
      )}
      <p className="muted">
        {person}{' '}
        <button type="button" className="link-button" onClick={onBack}>
          Not you?
        </button>
      </p>
    </>
  )
}
