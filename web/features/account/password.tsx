import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { ChangePassword, type AccountSecurity } from '#src/modules/accounts/own-account-contract.ts'
import { api } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { NewPasswordField, PasswordField } from '../../ui/form/password-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'

export function PasswordSection({ security }: { security: AccountSecurity }): ReactNode {
  const [open, setOpen] = useState(false)
  const [changed, setChanged] = useState(false)
  const client = useQueryClient()
  if (!security.hasPassword) {
    return (
      <Section title="Password">
        <p>You sign in at your organization, so you have no password here. Change the one that you use there.</p>
      </Section>
    )
  }
  return (
    <Section
      title="Password"
      side={
        <button type="button" className="usa-button usa-button--outline" onClick={() => setOpen(true)}>
          Change the password
        </button>
      }
    >
      {changed ? <Notice tone="success">Your password is changed. Wherever else you were signed in, you are signed out.</Notice> : <p className="muted">A new one signs you out everywhere else.</p>}
      {open ? (
        <ChangeDialog
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false)
            setChanged(true)
            announce('Your password is changed')
            void client.invalidateQueries({ queryKey: ['account'] })
          }}
        />
      ) : null}
    </Section>
  )
}

function ChangeDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }): ReactNode {
  const session = useSession()
  const form = useContractForm(ChangePassword, { defaultValues: { current: '', new: '' } })
  return (
    <Dialog
      title="Change the password"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="usa-button usa-button--quiet" onClick={onClose}>
            Cancel
          </button>
          <SubmitButton form={form} formId="change-password">
            Save the new password
          </SubmitButton>
        </>
      }
    >
      <Form
        form={form}
        id="change-password"
        label="Change the password"
        onSubmit={async (input) => {
          await api.put('/account/password', input)
          onDone()
        }}
      >
        <PasswordField form={form} name="current" label="Present password" autoComplete="current-password" autoFocus />
        <NewPasswordField form={form} name="new" label="New password" own={[session.user.name, session.user.email, session.organisation?.name ?? '', session.organisation?.shortName ?? '']} />
      </Form>
    </Dialog>
  )
}
