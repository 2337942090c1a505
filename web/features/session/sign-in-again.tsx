import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Session } from '../../app/session.tsx'
import { SignInSteps } from './sign-in-steps.tsx'
import { trainingAccountsQuery } from './training-accounts-query.ts'

/** The steps for the person whose session ended; in training, "Use" fills in the password and the code. */
export function SignInAgain({ session, onDone }: { session: Session; onDone: () => void }): ReactNode {
  const { email, name } = session.user
  const { data } = useQuery({ ...trainingAccountsQuery, enabled: session.environment === 'training' })
  const own = data?.find((account) => account.email === email)
  const [round, setRound] = useState(0)
  return (
    <>
      {own ? (
        <p>
          Training account of {name}:{' '}
          <button type="button" className="link-button" aria-label={`Use ${name}`} onClick={() => setRound((count) => count + 1)}>
            Use
          </button>
        </p>
      ) : null}
      <SignInSteps key={round} email={email} account={round > 0 ? own : undefined} onDone={onDone} over />
    </>
  )
}
