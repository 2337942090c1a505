import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { AccountSecurity, ConfirmByCode, ConfirmByPassword } from '#src/modules/accounts/own-account-contract.ts'
import { PasskeyRequestOptions } from '#src/modules/accounts/passkeys/contract.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorState, sentenceOf } from '../ui/error-state.tsx'
import { useContractForm } from '../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../ui/form/form.tsx'
import { PasswordField } from '../ui/form/password-field.tsx'
import { TextField } from '../ui/form/text-fields.tsx'
import { Skeleton } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { askForPasskey, passkeysPossible } from '../ui/passkeys.ts'
import { api, ApiProblem } from './api.ts'
import { signOut } from './session.tsx'

export const accountSecurityQuery = queryOptions({
  queryKey: ['account', 'security'],
  queryFn: ({ signal }) => api.get('/account/security', AccountSecurity, { signal }),
})

/** Does the work; where the server first wants a fresh proof of who one is, asks for it and does the work again. */
export type Confirmed = <Result>(work: () => Promise<Result>) => Promise<Result>

type Waiting = { resolve: () => void; reject: (reason: Error) => void }

/**
 * For what the API answers with confirmation_required. `dialog` is rendered once on the page:
 *   const { confirmed, dialog } = useConfirmed()
 *   onSubmit={(input) => confirmed(() => api.put('/account/authenticator', input))}
 * Whoever closes it gets an error that says that nothing was changed.
 */
export function useConfirmed(): { confirmed: Confirmed; dialog: ReactNode } {
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const confirmed: Confirmed = async (work) => {
    try {
      return await work()
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.code !== 'confirmation_required') throw problem
      await new Promise<void>((resolve, reject) => {
        setWaiting({ resolve, reject })
      })
      return work()
    }
  }
  const dialog = waiting ? (
    <ConfirmDialog
      onDone={() => {
        setWaiting(null)
        waiting.resolve()
      }}
      onClose={() => {
        setWaiting(null)
        waiting.reject(new Error('Nothing was changed, as you did not confirm that it is you.'))
      }}
    />
  ) : null
  return { confirmed, dialog }
}

function ConfirmDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }): ReactNode {
  const { data, error, refetch } = useQuery(accountSecurityQuery)
  const [chosen, setChosen] = useState<Way | undefined>()
  const ways = data ? waysOf(data) : []
  const way = chosen ?? ways[0]
  return (
    <Dialog title="Confirm that it is you" onClose={onClose}>
      <p>You signed in a while ago. What you are about to change decides who gets into your account, so prove once more who you are.</p>
      {error ? <ErrorState error={error} retry={refetch} /> : null}
      {data === undefined && !error ? <Skeleton lines={2} height={40} /> : null}
      {data && ways.length === 0 ? (
        <>
          <p>Your account has nothing to confirm with here{data.passkeys > 0 ? ', as this browser knows no passkeys' : ''}: sign out and in again, then go on within 15 minutes.</p>
          <button type="button" className="usa-button" onClick={() => void signOut()}>
            Sign out
          </button>
        </>
      ) : null}
      {way === 'password' ? <ByPassword onDone={onDone} /> : null}
      {way === 'code' ? <ByCode onDone={onDone} /> : null}
      {way === 'passkey' ? <ByPasskey onDone={onDone} /> : null}
      {ways.flatMap((other) =>
        other === way ? [] : [
          <p key={other} className="small">
            <button type="button" className="link-button" onClick={() => setChosen(other)}>
              {words[other]}
            </button>
          </p>,
        ],
      )}
    </Dialog>
  )
}

type Way = 'password' | 'code' | 'passkey'
const words: Record<Way, string> = { password: 'Use your password', code: 'Use a code of your authenticator app', passkey: 'Use a passkey' }

function waysOf({ hasPassword, authenticator, passkeys }: AccountSecurity): Way[] {
  return [...(hasPassword ? ['password' as const] : []), ...(authenticator ? ['code' as const] : []), ...(passkeys > 0 && passkeysPossible() ? ['passkey' as const] : [])]
}

function ByPassword({ onDone }: { onDone: () => void }): ReactNode {
  const form = useContractForm(ConfirmByPassword, { defaultValues: { password: '' } })
  return (
    <Form form={form} label="Confirm by password" onSubmit={(input) => send(input, onDone)}>
      <PasswordField form={form} name="password" label="Password" autoComplete="current-password" autoFocus />
      <SubmitButton form={form}>Confirm</SubmitButton>
    </Form>
  )
}

function ByCode({ onDone }: { onDone: () => void }): ReactNode {
  const form = useContractForm(ConfirmByCode, { defaultValues: { code: '' } })
  return (
    <Form form={form} label="Confirm by code" onSubmit={(input) => send(input, onDone)}>
      <TextField form={form} name="code" label="6-digit code" inputMode="numeric" autoComplete="one-time-code" maxLength={9} inputClassName="code-input" autoFocus />
      <SubmitButton form={form}>Confirm</SubmitButton>
    </Form>
  )
}

/** The browser's own window asks for it, once the button was pressed. */
function ByPasskey({ onDone }: { onDone: () => void }): ReactNode {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  async function ask() {
    if (busy) return
    setBusy(true)
    setProblem('')
    try {
      const options = await api.post('/session/confirmations/passkey-options', undefined, PasskeyRequestOptions)
      await send({ response: await askForPasskey(options) }, onDone)
    } catch (error) {
      setProblem(sentenceOf(error))
      setBusy(false)
    }
  }
  return (
    <div className="stack stack--tight">
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      <p>
        <button type="button" className="usa-button" aria-disabled={busy} autoFocus onClick={() => void ask()}>
          Confirm with a passkey
        </button>
      </p>
    </div>
  )
}

async function send(input: object, onDone: () => void): Promise<void> {
  await api.post('/session/confirmations', input)
  onDone()
}
