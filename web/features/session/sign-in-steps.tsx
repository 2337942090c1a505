import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { NextStep, SecondFactor, SecondFactorSecret, SignIn } from '#src/modules/accounts/contract.ts'
import { api } from '../../app/api.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { Icon } from '../../ui/icon.tsx'
import './sign-in.scss'
import type { TrainingAccount } from './training-accounts-query.ts'
import { spaced } from './training-accounts.tsx'

type Step = 'password' | 'second_factor' | 'set_up_second_factor'
type Heading = 'h1' | 'h3'

/**
 * Password, then code. `account` (training) goes through the first step by itself and fills in the code;
 * `email` fixes the person (signing in again over a page); `onDone` runs once a session is there.
 */
export function SignInSteps({ email, account, over = false, onDone, onPerson }: { email?: string; account?: TrainingAccount; over?: boolean; onDone: () => void; onPerson?: (email: string | undefined) => void }): ReactNode {
  const [step, setStep] = useState<Step>('password')
  const [person, setPerson] = useState(email ?? '')
  const heading: Heading = over ? 'h3' : 'h1'

  function passed(who: string, next: Step | 'done') {
    setPerson(who)
    onPerson?.(who)
    if (next === 'done') onDone()
    else setStep(next)
  }
  function back() {
    setStep('password')
    onPerson?.(undefined)
  }

  return (
    <div className="sign-in-steps">
      <ol className="sign-in-steps__row">
        <li aria-current={step === 'password' ? 'step' : undefined}>
          {step === 'password' ? null : <Icon name="check_circle" size={1.125} className="good" />}
          Password
          {step === 'password' ? null : <span className="sr-only"> done</span>}
        </li>
        <li aria-current={step === 'password' ? undefined : 'step'}>Second factor</li>
      </ol>
      {step === 'password' ? <PasswordStep fixed={email} account={account} heading={heading} onPassed={passed} /> : null}
      {step === 'second_factor' ? <CodeStep person={person} account={account?.email === person ? account : undefined} fixed={over} heading={heading} onDone={onDone} onBack={back} /> : null}
      {step === 'set_up_second_factor' ? <SetUpStep person={person} heading={heading} onDone={onDone} onBack={back} /> : null}
    </div>
  )
}

function PasswordStep({ fixed, account, heading: Heading, onPassed }: { fixed: string | undefined; account: TrainingAccount | undefined; heading: Heading; onPassed: (email: string, next: Step | 'done') => void }): ReactNode {
  const form = useContractForm(SignIn, { defaultValues: { email: fixed ?? account?.email ?? '', password: account?.password ?? '' } })
  const went = useRef<string | undefined>(undefined)

  async function send(input: { email: string; password: string }) {
    const { next } = await api.post('/session', input, NextStep, { withoutSession: true })
    onPassed(input.email, next)
  }

  useEffect(() => {
    if (!account || went.current === account.email) return
    went.current = account.email
    form.setValue('email', account.email)
    form.setValue('password', account.password)
    document.querySelector<HTMLFormElement>('#password-step')?.requestSubmit()
  }, [account, form])

  return (
    <>
      <Heading tabIndex={-1}>Sign in</Heading>
      <Form form={form} id="password-step" onSubmit={send} label="Password">
        <TextField form={form} name="email" label="E-mail" type="email" autoComplete="username" readOnly={fixed !== undefined} />
        <TextField form={form} name="password" label="Password" type="password" autoComplete="current-password" autoFocus={fixed !== undefined} />
        <SubmitButton form={form}>Continue</SubmitButton>
      </Form>
    </>
  )
}

function CodeStep({ person, account, fixed, heading: Heading, onDone, onBack }: { person: string; account: TrainingAccount | undefined; fixed: boolean; heading: Heading; onDone: () => void; onBack: () => void }): ReactNode {
  return (
    <>
      <Heading tabIndex={-1}>Enter your code</Heading>
      <p>Open your authenticator app and type the 6 digits for State Examination System.</p>
      <p className="muted">
        {person}{' '}
        {fixed ? null : (
          <button type="button" className="link-button" onClick={onBack}>
            Not you?
          </button>
        )}
      </p>
      <CodeForm account={account} onDone={onDone} />
      <p className="muted small">If your session ends later, you sign in again over the page. What you typed stays.</p>
    </>
  )
}

function CodeForm({ account, onDone }: { account: TrainingAccount | undefined; onDone: () => void }): ReactNode {
  const form = useContractForm(SecondFactor, { defaultValues: { code: account ? spaced(account.code) : '' } })
  const filled = useRef(account?.code)

  // The practice code that was filled in is kept current, unless somebody typed another.
  useEffect(() => {
    if (!account || account.code === filled.current) return
    if (form.getValues('code').replace(/\s/g, '') === filled.current) form.setValue('code', spaced(account.code))
    filled.current = account.code
  }, [account, form])

  useEffect(() => form.setFocus('code'), [form])

  return (
    <Form
      form={form}
      label="Second factor"
      onSubmit={async (input) => {
        await api.post('/session/second-factor', input, NextStep, { withoutSession: true })
        onDone()
      }}
    >
      <TextField form={form} name="code" label="6-digit code" inputMode="numeric" autoComplete="one-time-code" maxLength={9} inputClassName="code-input" />
      <SubmitButton form={form}>Sign in</SubmitButton>
    </Form>
  )
}

/** An account without a second factor gets its key here; the first code proves that the app has it, and signs in. */
function SetUpStep({ person, heading: Heading, onDone, onBack }: { person: string; heading: Heading; onDone: () => void; onBack: () => void }): ReactNode {
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
              Add this key to your authenticator app, as a key of the kind “time based”, or <a href={key.data.uri}>open it in the app</a> on this device.
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
