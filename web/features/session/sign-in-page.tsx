import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { addresses } from '../../app/addresses.ts'
import { sessionQuery } from '../../app/session.tsx'
import { SignInSteps } from './sign-in-steps.tsx'
import { trainingAccountsQuery, TrainingPanel } from './training-accounts.tsx'
import './sign-in.scss'

const route = getRouteApi('/public/sign-in')

/** Password done, code next; beside it the practice accounts, which production does not have. */
export function SignInPage(): ReactNode {
  const { to } = route.useSearch()
  const { history } = useRouter()
  const client = useQueryClient()
  const accounts = useQuery(trainingAccountsQuery)
  const [chosen, setChosen] = useState<string | undefined>()
  const [round, setRound] = useState(0)
  const production = accounts.data?.length === 0 || accounts.isError

  useEffect(() => {
    document.title = 'Sign in | SES'
  }, [])

  async function enter() {
    client.removeQueries({ queryKey: sessionQuery.queryKey })
    await client.ensureQueryData(sessionQuery)
    history.replace((to ?? addresses.home) + location.hash)
  }

  return (
    <main id="main" className="roomy">
      <div className={production ? 'sign-in sign-in--alone' : 'sign-in'}>
        <SignInSteps key={round} account={accounts.data?.find((account) => account.email === chosen)} onDone={() => void enter()} onPerson={(email) => setChosen(email)} />
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
