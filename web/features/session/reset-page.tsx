import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { z } from 'zod'
import { AskForReset } from '#src/modules/accounts/link-contract.ts'
import { api } from '../../app/api.ts'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { Page } from '../../ui/page.tsx'
import './sign-in.scss'

/** Asks for a link. What is said afterwards is the same whether the account exists or not. */
export function ResetPage(): ReactNode {
  const [sentTo, setSentTo] = useState<string | null>(null)
  return (
    <Page title="Forgot your password?" roomy narrow>
      <div className="sign-in-steps set-up-page">{sentTo === null ? <Ask onSent={setSentTo} /> : <Sent to={sentTo} onAgain={() => setSentTo(null)} />}</div>
    </Page>
  )
}

function Ask({ onSent }: { onSent: (email: string) => void }): ReactNode {
  const form = useContractForm(AskForReset, { defaultValues: { email: '' } })
  return (
    <>
      <p>Enter the e-mail address that you sign in with. We send it a link to choose a new password. Your second factor stays as it is.</p>
      <Form
        form={form}
        label="Ask for a link"
        onSubmit={async (input) => {
          await api.post('/password-resets', input, z.object({}), { withoutSession: true })
          onSent(input.email)
        }}
      >
        <TextField form={form} name="email" label="E-mail" type="email" autoComplete="username" />
        <SubmitButton form={form}>Send the link</SubmitButton>
      </Form>
      <div className="sign-in-ways">
        <Link to="/sign-in">Back to signing in</Link>
      </div>
    </>
  )
}

function Sent({ to, onAgain }: { to: string; onAgain: () => void }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        Look into your mailbox
      </h2>
      <p>
        If an account exists for <strong>{to}</strong>, we sent it a link. It works once, for one hour. Only the newest link works.
      </p>
      <p>Nothing there after a few minutes? Look into the spam folder, and check the address. Whoever has not set up their account yet needs the link of the invitation instead; whoever signs in at their organization has no password here.</p>
      <div className="sign-in-ways">
        <button type="button" className="link-button" onClick={onAgain}>
          Ask again
        </button>
        <Link to="/sign-in">Back to signing in</Link>
      </div>
    </>
  )
}
