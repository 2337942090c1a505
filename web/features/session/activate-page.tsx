import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { NextStep, SecondSteps } from '#src/modules/accounts/contract.ts'
import { LinkOwner, PasswordByLink } from '#src/modules/accounts/link-contract.ts'
import { AccountSecurity } from '#src/modules/accounts/own-account-contract.ts'
import { addresses } from '../../app/addresses.ts'
import { api, ApiProblem } from '../../app/api.ts'
import { accountSecurityQuery } from '../../app/confirm.tsx'
import { sessionQuery, type Session } from '../../app/session.tsx'
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { NewPasswordField } from '../../ui/form/password-field.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Steps } from '../../ui/steps.tsx'
import { useLinkToken } from './link-token.ts'
import { RecoveryStep } from './recovery-step.tsx'
import { SecondStep } from './second-step.tsx'
import { SetUpStep } from './set-up-step.tsx'
import { setUpSteps } from './set-up-labels.ts'
import './sign-in.scss'

/**
 * From the e-mail of the invitation to home: password, second factor, recovery codes; the terms of use follow. Where a
 * person stands is asked of the server each time, so that a reload goes on where they were.
 */
export function ActivatePage(): ReactNode {
  const token = useLinkToken()
  const [used, setUsed] = useState<string | null>(null)
  const open = token !== null && token !== used
  const client = useQueryClient()
  const state = useQuery({ queryKey: ['set-up', open], queryFn: () => whereOneStands(open), gcTime: 0, staleTime: Infinity })
  const session = useQuery(sessionQuery)

  async function signedIn() {
    client.removeQueries({ queryKey: sessionQuery.queryKey })
    await client.query(sessionQuery)
    await state.refetch()
  }

  const stands = state.data
  const current = stands === undefined || stands.at === 'link' || stands.at === 'nowhere' ? 0 : stands.at === 'session' ? 2 : 1
  return (
    <Page title="Set up your account" lead={stands === undefined || stands.at === 'nowhere' ? undefined : `Step ${String(current + 1)} of ${String(setUpSteps.length)}`} roomy narrow top={stands === undefined || stands.at === 'nowhere' ? undefined : <Steps labels={setUpSteps} current={current} />}>
      <div className="sign-in-steps set-up-page">
        {state.error ? <ErrorState error={state.error} retry={state.refetch} /> : null}
        {state.isPending ? <Skeleton lines={5} height={40} label="Loading your account" /> : null}
        {stands?.at === 'link' && token ? <PasswordStep key={token} token={token} onDone={() => setUsed(token)} /> : null}
        {stands?.at === 'set_up' ? <SetUpStep person="" heading="h2" onDone={() => void signedIn()} /> : null}
        {stands?.at === 'second_factor' ? <SecondStep person="" account={undefined} heading="h2" onDone={() => void signedIn()} /> : null}
        {stands?.at === 'session' && session.data ? <AfterSignIn session={session.data} /> : null}
        {stands?.at === 'nowhere' ? (
          <Notice tone="info" title="Open the link of your e-mail">
            This page goes on from the link that you were sent. If you have chosen your password already, <Link to="/sign-in">sign in</Link>: you go on where you were.
          </Notice>
        ) : null}
      </div>
    </Page>
  )
}

type Stands = { at: 'link' | 'set_up' | 'second_factor' | 'session' | 'nowhere' }

async function whereOneStands(withLink: boolean): Promise<Stands> {
  if (withLink) return { at: 'link' }
  try {
    const steps = await api.get('/session/second-steps', SecondSteps, { withoutSession: true })
    return { at: steps.authenticator || steps.passkey ? 'second_factor' : 'set_up' }
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.status !== 401) throw problem
  }
  try {
    await api.get('/account/security', AccountSecurity, { withoutSession: true })
    return { at: 'session' }
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.status !== 401) throw problem
    return { at: 'nowhere' }
  }
}

function PasswordStep({ token, onDone }: { token: string; onDone: () => void }): ReactNode {
  const { history } = useRouter()
  const owner = useQuery({
    queryKey: ['link', 'activation', token],
    queryFn: ({ signal }) => api.post('/links/lookups', { token, purpose: 'activation' }, LinkOwner, { signal, withoutSession: true }),
    gcTime: 0,
    staleTime: Infinity,
  })
  const form = useContractForm(PasswordByLink, { defaultValues: { token, password: '' } })
  if (owner.error) return <LinkProblem error={owner.error} retry={owner.refetch} />
  if (!owner.data) return <Skeleton lines={4} height={40} label="Loading your invitation" />
  const { name, email, organisation } = owner.data
  return (
    <>
      <h2 tabIndex={-1}>Choose your password</h2>
      <p>
        Welcome, <strong>{name}</strong>. This account is for your work{organisation ? <> at <strong>{organisation}</strong></> : null}. If that is not you, close this page and tell whoever invited you.
      </p>
      <Form
        form={form}
        label="Choose your password"
        onSubmit={async (input) => {
          await api.post('/activations', input, NextStep, { withoutSession: true })
          // The link is used up: what stands in the address is worth nothing any more.
          history.replace('/activate')
          onDone()
        }}
      >
        <div className="field">
          <label className="field__label" htmlFor="sign-in-name">
            E-mail, your sign-in name
          </label>
          <input id="sign-in-name" className="usa-input" type="email" autoComplete="username" value={email} readOnly />
        </div>
        <NewPasswordField form={form} name="password" label="Password" own={[name, email, organisation ?? '']} />
        <SubmitButton form={form}>Save the password and go on</SubmitButton>
      </Form>
    </>
  )
}

/** A link that has ended is no fault of the program: what to do next is said. */
export function LinkProblem({ error, retry, children }: { error: Error; retry: () => unknown; children?: ReactNode }): ReactNode {
  if (!(error instanceof ApiProblem) || error.status !== 404) return <ErrorState error={error} retry={retry} title="The link could not be checked" />
  return (
    <Notice tone="warning" title="This link has ended" actions={children ?? <Link className="usa-button" to="/sign-in">Sign in</Link>}>
      {sentenceOf(error).replace(/^This link has ended: (\w)/, (_start, first: string) => first.toUpperCase())}
    </Notice>
  )
}

/** Codes once, for whoever has none; then on to the terms, or home. */
function AfterSignIn({ session }: { session: Session }): ReactNode {
  const { history } = useRouter()
  const client = useQueryClient()
  const security = useQuery(accountSecurityQuery)
  if (security.error) return <ErrorState error={security.error} retry={security.refetch} />
  if (!security.data) return <Skeleton lines={4} height={40} />
  return (
    <RecoveryStep
      email={session.user.email}
      left={security.data.recoveryCodesLeft}
      onDone={() => {
        void client.invalidateQueries({ queryKey: ['account'] })
        history.push(session.mustAcceptTerms ? `${addresses.terms}?setUp=true` : addresses.home)
      }}
    />
  )
}
