import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { addresses } from '../../app/addresses.ts'
import { useServiceStatus } from '../../app/service-status.ts'
import { sessionQuery } from '../../app/session.tsx'
import { Notice } from '../../ui/notice.tsx'
import { usePageHeading } from '../../ui/page.tsx'
import { SignInSteps } from './sign-in-steps.tsx'
import { ssoProblem } from './sso-choice.tsx'
import { trainingAccountsQuery } from './training-accounts-query.ts'
import { TrainingPanel } from './training-accounts.tsx'

const route = getRouteApi('/public/sign-in')

/** Password done, code next; beside it the practice accounts, which production does not have. */
export function SignInPage(): ReactNode {
  const { to, step, problem } = route.useSearch()
  const { history } = useRouter()
  const client = useQueryClient()
  const { data: status } = useServiceStatus()
  const accounts = useQuery({ ...trainingAccountsQuery, enabled: status?.environment === 'training' })
  const [chosen, setChosen] = useState<string | undefined>()
  const [round, setRound] = useState(0)
  const production = status?.environment === 'production'

  usePageHeading('Sign in')

  async function enter(how?: 'set_up') {
    client.removeQueries({ queryKey: sessionQuery.queryKey })
    await client.query(sessionQuery)
    // Who has just set up a second factor is offered recovery codes there.
    history.replace(how === 'set_up' ? '/activate' : (to ?? addresses.home) + location.hash)
  }

  return (
    <main id="main" className="roomy">
      <div className={production ? 'sign-in sign-in--alone' : 'sign-in'}>
        <div>
          {problem ? (
            <div className="sign-in__said">
              <Notice tone="error">{ssoProblem(problem)}</Notice>
            </div>
          ) : null}
          <SignInSteps
            key={round}
            begin={round === 0 ? step : undefined}
            to={to}
            account={accounts.data?.find((account) => account.email === chosen)}
            onDone={(how) => void enter(how)}
            onPerson={(email) => setChosen(email)}
          />
        </div>
        {production ? null : (
          <TrainingPanel
            used={chosen}
            onUse={(account) => {
              setChosen(account.email)
              setRound((count) => count + 1)
            }}
          />
        )}
      </div>
    </main>
  )
}
