import { useEffect, useRef, useState, type ReactNode } from 'react'
import { NextStep, SignIn } from '#src/modules/accounts/contract.ts'
import { api } from '../../app/api.ts'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { Icon } from '../../ui/icon.tsx'
import { CodeForm } from './code-form.tsx'
import { SetUpStep, type Heading } from './set-up-step.tsx'
import './sign-in.scss'
import type { TrainingAccount } from './training-accounts-query.ts'

type Step = 'password' | 'second_factor' | 'set_up_second_factor'

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
