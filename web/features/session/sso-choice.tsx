import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { SignOnProblem } from '#src/modules/accounts/domain/sign-on.ts'
import { apiPath } from '../../app/api.ts'
import { Icon } from '../../ui/icon.tsx'
import { signInWaysQuery } from './sign-in-ways-query.ts'

/** A link, as the browser itself goes to the identity provider and comes back. Nothing where none is set up. */
export function SsoChoice({ to }: { to: string | undefined }): ReactNode {
  const { data } = useQuery(signInWaysQuery)
  if (data?.singleSignOn !== true) return null
  return (
    <a className="usa-button usa-button--outline" href={apiPath('/session/sso', { to })}>
      <Icon name="arrow_forward" />
      Use your organization’s single sign-on
    </a>
  )
}

const sentences: Record<SignOnProblem, string> = {
  sso_no_account: 'You signed in with your organization, but no account here belongs to that sign-in. Ask an Account Administrator of your organization to create one for your e-mail address, or sign in with your password.',
  sso_denied: 'Your organization’s sign-in was canceled or refused. Try again, or ask your own IT whether you may use this system.',
  sso_unavailable: 'Your organization’s sign-in does not answer right now. Try again in a few minutes, or sign in with your password.',
  sso_expired: 'This single sign-on was used already or took longer than ten minutes. Begin again.',
  sso_failed: 'The answer of your organization’s sign-in could not be used. Begin again; if it keeps failing, tell support.',
}

/** What to say about a single sign-on that did not end in a session. */
export function ssoProblem(code: SignOnProblem): string {
  return sentences[code]
}
