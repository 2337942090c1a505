import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { NextStep, RecoveryCode, SecondSteps } from '#src/modules/accounts/contract.ts'
import { api } from '../../app/api.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { CodeForm } from './code-form.tsx'
import { PasskeyChoice } from './passkey-choice.tsx'
import type { Heading } from './set-up-step.tsx'
import type { TrainingAccount } from './training-accounts-query.ts'

type Way = 'code' | 'passkey' | 'recovery'

/** After the password: the code of the app, a passkey or a recovery code, whichever the account has. */
export function SecondStep({ person, account, heading: Heading, onDone, onBack }: { person: string; account: TrainingAccount | undefined; heading: Heading; onDone: () => void; onBack?: () => void }): ReactNode {
  const steps = useQuery({
    queryKey: ['second-steps', person],
    queryFn: ({ signal }) => api.get('/session/second-steps', SecondSteps, { signal, withoutSession: true }),
    gcTime: 0,
    staleTime: Infinity,
  })
  const [chosen, setChosen] = useState<Way | undefined>()
  const [lost, setLost] = useState(false)
  if (steps.error) return <ErrorState error={steps.error} retry={steps.refetch} />
  if (!steps.data) return <Skeleton lines={4} height={40} label="Loading the second step" />
  const { authenticator, passkey, recoveryCode } = steps.data
  const way = chosen ?? (authenticator || !passkey ? 'code' : 'passkey')

  return (
    <>
      {/* Each way has a heading of its own, which takes the focus. */}
      <Heading key={way} tabIndex={-1} ref={way === chosen ? (element: HTMLHeadingElement | null) => element?.focus() : undefined}>
        {headings[way]}
      </Heading>
      <p>{leads[way]}</p>
      <p className="muted">
        {person}{' '}
        {onBack ? (
          <button type="button" className="link-button" onClick={onBack}>
            Not you?
          </button>
        ) : null}
      </p>
      {way === 'code' ? <CodeForm account={account} onDone={onDone} /> : null}
      {way === 'recovery' ? <RecoveryForm onDone={onDone} /> : null}
      {way === 'passkey' ? <PasskeyChoice purpose="second_factor" onDone={onDone} /> : null}
      <div className="sign-in-ways">
        {way !== 'code' && authenticator ? <Other onChoose={() => setChosen('code')}>Use the code of your app</Other> : null}
        {way !== 'passkey' && passkey ? <PasskeyChoice purpose="second_factor" onDone={onDone} /> : null}
        {way !== 'recovery' && recoveryCode ? <Other onChoose={() => setChosen('recovery')}>Use a recovery code</Other> : null}
        <button type="button" className="link-button" aria-expanded={lost} onClick={() => setLost(!lost)}>
          I lost my second factor
        </button>
        {lost ? (
          <p className="small">
            {recoveryCode ? 'Use a recovery code if you kept them. Otherwise ask' : 'Ask'} an Account Administrator of your organization to reset your second factor. At the next sign-in you set up a new one.
          </p>
        ) : null}
      </div>
      <p className="muted small">If your session ends later, you sign in again over the page. What you typed stays.</p>
    </>
  )
}

const headings: Record<Way, string> = { code: 'Enter your code', passkey: 'Use your passkey', recovery: 'Enter a recovery code' }
const leads: Record<Way, string> = {
  code: 'Open your authenticator app and type the 6 digits for State Examination System.',
  passkey: 'Confirm with the fingerprint, face or PIN of your device, or with your security key.',
  recovery: 'Type one of the codes that you stored. Each works once; strike it out afterwards.',
}

function Other({ onChoose, children }: { onChoose: () => void; children: ReactNode }): ReactNode {
  return (
    <button type="button" className="link-button" onClick={onChoose}>
      {children}
    </button>
  )
}

function RecoveryForm({ onDone }: { onDone: () => void }): ReactNode {
  const form = useContractForm(RecoveryCode, { defaultValues: { code: '' } })
  return (
    <Form
      form={form}
      label="Recovery code"
      onSubmit={async (input) => {
        await api.post('/session/recovery-codes', input, NextStep, { withoutSession: true })
        onDone()
      }}
    >
      <TextField form={form} name="code" label="Recovery code" hint="Five groups of five, such as 7KQ2M-XW9RT-…" autoComplete="off" autoFocus />
      <SubmitButton form={form}>Sign in</SubmitButton>
    </Form>
  )
}
