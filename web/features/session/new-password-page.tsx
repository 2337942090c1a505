import { useQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { LinkOwner, PasswordByLink } from '#src/modules/accounts/link-contract.ts'
import { api } from '../../app/api.ts'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { NewPasswordField } from '../../ui/form/password-field.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { LinkProblem } from './activate-page.tsx'
import { useLinkToken } from './link-token.ts'
import './sign-in.scss'

/** A new password by the link of an e-mail. */
export function NewPasswordPage(): ReactNode {
  const token = useLinkToken()
  const [saved, setSaved] = useState(false)
  return (
    <Page title="Choose a new password" roomy narrow>
      <div className="sign-in-steps set-up-page">
        {token === null && !saved ? (
          <Notice tone="info" title="Open the link of your e-mail">
            This page goes on from the link that you were sent. <Link to="/reset-password">Ask for a link</Link>
          </Notice>
        ) : null}
        {token !== null && !saved ? <Choose key={token} token={token} onSaved={() => setSaved(true)} /> : null}
        {saved ? <Saved /> : null}
      </div>
    </Page>
  )
}

function Choose({ token, onSaved }: { token: string; onSaved: () => void }): ReactNode {
  const { history } = useRouter()
  const owner = useQuery({
    queryKey: ['link', 'password_reset', token],
    queryFn: ({ signal }) => api.post('/links/lookups', { token, purpose: 'password_reset' }, LinkOwner, { signal, withoutSession: true }),
    gcTime: 0,
    staleTime: Infinity,
  })
  const form = useContractForm(PasswordByLink, { defaultValues: { token, password: '' } })
  if (owner.error) {
    return (
      <LinkProblem error={owner.error} retry={owner.refetch}>
        <Link className="usa-button" to="/reset-password">
          Ask for another link
        </Link>
      </LinkProblem>
    )
  }
  if (!owner.data) return <Skeleton lines={4} height={40} label="Loading" />
  const { name, email, organisation } = owner.data
  return (
    <>
      <p>
        For <strong>{email}</strong>. Wherever you are signed in, you are signed out, and your second factor is still asked for.
      </p>
      <Form
        form={form}
        label="Choose a new password"
        onSubmit={async (input) => {
          await api.post('/password-resets/completions', input, undefined, { withoutSession: true })
          onSaved()
          history.replace('/reset-password/new')
        }}
      >
        <input className="sr-only" type="email" autoComplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
        <NewPasswordField form={form} name="password" label="New password" own={[name, email, organisation ?? '']} />
        <SubmitButton form={form}>Save the new password</SubmitButton>
      </Form>
    </>
  )
}

function Saved(): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        Your new password is saved
      </h2>
      <p>Sign in with it and with your second factor. We told you by e-mail too.</p>
      <Link className="usa-button" to="/sign-in">
        Sign in
      </Link>
    </>
  )
}
