import { useEffect, useRef, type ReactNode } from 'react'
import { NextStep, SecondFactor } from '#src/modules/accounts/contract.ts'
import { api } from '../../app/api.ts'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import type { TrainingAccount } from './training-accounts-query.ts'
import { spaced } from './training-accounts.tsx'

/** The six digits. `account`: a training account, whose code is filled in and kept current. `deed`: what the button says. */
export function CodeForm({ account, deed = 'Sign in', onDone }: { account: TrainingAccount | undefined; deed?: string; onDone: () => void }): ReactNode {
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
      <SubmitButton form={form}>{deed}</SubmitButton>
    </Form>
  )
}
