import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { SecondFactorSecret } from '#src/modules/accounts/contract.ts'
import { ProveAuthenticator, type AccountSecurity } from '#src/modules/accounts/own-account-contract.ts'
import { api } from '../../app/api.ts'
import type { Confirmed } from '../../app/confirm.tsx'
import { AuthenticatorKey } from '../../ui/authenticator-key.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'

/** The app that shows codes: set up, moved to another phone, or removed while a passkey stays. */
export function AuthenticatorSection({ security, confirmed }: { security: AccountSecurity; confirmed: Confirmed }): ReactNode {
  const client = useQueryClient()
  const [key, setKey] = useState<SecondFactorSecret | null>(null)
  const [removing, setRemoving] = useState(false)
  const begin = useMutation({ mutationFn: () => confirmed(() => api.post('/account/authenticator', undefined, SecondFactorSecret)), onSuccess: setKey })

  async function done(said: string) {
    setKey(null)
    setRemoving(false)
    await client.invalidateQueries({ queryKey: ['account'] })
    announce(said)
  }

  return (
    <Section
      title="Authenticator app"
      side={
        <>
          {security.authenticator && security.passkeys > 0 ? (
            <button type="button" className="usa-button usa-button--quiet" onClick={() => setRemoving(true)}>
              Remove
            </button>
          ) : null}
          <button
            type="button"
            className="usa-button usa-button--outline"
            aria-disabled={begin.isPending}
            onClick={() => {
              if (!begin.isPending) begin.mutate()
            }}
          >
            {security.authenticator ? 'Move to another phone' : 'Set up an app'}
          </button>
        </>
      }
    >
      {begin.error ? <Notice tone="error">{sentenceOf(begin.error)}</Notice> : null}
      <p className={security.authenticator ? undefined : 'muted'}>{security.authenticator ? 'In use: its 6-digit code is asked for after your password.' : 'Not set up. An app on your phone shows a new code every 30 seconds.'}</p>
      {key ? <ProveDialog secret={key} confirmed={confirmed} onClose={() => setKey(null)} onDone={() => void done('The authenticator app is set up')} /> : null}
      {removing ? <RemoveDialog confirmed={confirmed} onClose={() => setRemoving(false)} onDone={() => void done('The authenticator app is removed')} /> : null}
    </Section>
  )
}

type DialogProps = { confirmed: Confirmed; onClose: () => void; onDone: () => void }

function ProveDialog({ secret, confirmed, onClose, onDone }: DialogProps & { secret: SecondFactorSecret }): ReactNode {
  const form = useContractForm(ProveAuthenticator, { defaultValues: { code: '' } })
  return (
    <Dialog
      title="Set up an authenticator app"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="usa-button usa-button--quiet" onClick={onClose}>
            Cancel
          </button>
          <SubmitButton form={form} formId="prove-authenticator">
            Use this app
          </SubmitButton>
        </>
      }
    >
      <Form
        form={form}
        id="prove-authenticator"
        label="Set up an authenticator app"
        onSubmit={async (input) => {
          await confirmed(() => api.put('/account/authenticator', input))
          onDone()
        }}
      >
        <AuthenticatorKey secret={secret} />
        <TextField form={form} name="code" label="6-digit code" hint="The app before stays in use until you enter a code of the new one." inputMode="numeric" autoComplete="one-time-code" maxLength={9} inputClassName="code-input" />
      </Form>
    </Dialog>
  )
}

function RemoveDialog({ confirmed, onClose, onDone }: DialogProps): ReactNode {
  const remove = useMutation({ mutationFn: () => confirmed(() => api.delete('/account/authenticator')), onSuccess: onDone })
  return (
    <Dialog
      title="Remove the authenticator app?"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="usa-button usa-button--quiet" onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            className="usa-button"
            aria-disabled={remove.isPending}
            onClick={() => {
              if (!remove.isPending) remove.mutate()
            }}
          >
            Remove the app
          </button>
        </>
      }
    >
      {remove.error ? <Notice tone="error">{sentenceOf(remove.error)}</Notice> : null}
      <p>Its codes work no longer. You then sign in with a passkey; keep recovery codes for the day on which it is lost.</p>
    </Dialog>
  )
}
