import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { NextStep, SignIn } from '#src/modules/accounts/contract.ts'
import { api } from '../../app/api.ts'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { PasswordField } from '../../ui/form/password-field.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PasskeyChoice } from './passkey-choice.tsx'
import { SecondStep } from './second-step.tsx'
import { SetUpStep, type Heading } from './set-up-step.tsx'
import './sign-in.scss'
import { SsoChoice } from './sso-choice.tsx'
import type { TrainingAccount } from './training-accounts-query.ts'

type Step = 'password' | 'second_factor' | 'set_up_second_factor'

/**
 * Password, then code. `account` (training) goes through the first step by itself and fills in the code;
 * `email` fixes the person (signing in again over a page); `begin`: a single sign-on did the first step; `onDone` runs once
 * a session is there.
 */
export function SignInSteps({ email, account, over = false, begin = 'password', to, onDone, onPerson }: { email?: string; account?: TrainingAccount; over?: boolean; begin?: Step | undefined; to?: string | undefined; onDone: (how?: 'set_up') => void; onPerson?: (email: string | undefined) => void }): ReactNode {
  const [step, setStep] = useState<Step>(begin)
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
      {step === 'password' ? <PasswordStep fixed={email} to={to} account={account} heading={heading} onPassed={passed} onDone={() => onDone()} /> : null}
      {step === 'second_factor' ? <SecondStep person={person} account={account?.email === person ? account : undefined} heading={heading} onDone={() => onDone()} onBack={over ? undefined : back} /> : null}
      {step === 'set_up_second_factor' ? <SetUpStep person={person} heading={heading} onDone={() => onDone('set_up')} onBack={back} /> : null}
    </div>
  )
}

function PasswordStep({ fixed, to, account, heading: Heading, onPassed, onDone }: { fixed: string | undefined; to: string | undefined; account: TrainingAccount | undefined; heading: Heading; onPassed: (email: string, next: Step | 'done') => void; onDone: () => void }): ReactNode {
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
        <PasswordField form={form} name="password" label="Password" autoComplete="current-password" autoFocus={fixed !== undefined} />
        <SubmitButton form={form}>Continue</SubmitButton>
      </Form>
      <div className="sign-in-ways">
        <Link to="/reset-password">Forgot your password?</Link>
        {/* Over a page it must be the same person: a device's passkey may be another's. */}
        {fixed === undefined ? <PasskeyChoice purpose="alone" onDone={onDone} /> : null}
        {fixed === undefined ? <SsoChoice to={to} /> : null}
      </div>
    </>
  )
}
