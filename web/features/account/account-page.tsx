import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { accountSecurityQuery, useConfirmed } from '../../app/confirm.tsx'
import { useSession } from '../../app/session.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { AuthenticatorSection } from './authenticator.tsx'
import { PasskeysOfAccount } from './passkeys-of-account.tsx'
import { PasswordSection } from './password.tsx'
import { MailChoiceSection } from './mail-choice.tsx'
import { ProfileSection } from './profile.tsx'
import { RecoveryCodesSection } from './recovery-codes.tsx'
import { SessionsSection } from './sessions.tsx'

const methods = { password: 'Password and second factor', passkey: 'Passkey', sso: 'Single sign-on' }

export function AccountPage(): ReactNode {
  const session = useSession()
  const security = useQuery(accountSecurityQuery)
  const { confirmed, dialog } = useConfirmed()
  return (
    <Page
      title="Your account"
      aside={
        <section className="stack stack--tight">
          <h2 className="aside-title">You</h2>
          <Facts
            items={[
              { label: 'Organization', value: session.organisation?.name ?? 'Runs the system' },
              { label: 'Roles', value: session.roles.join(', ') || 'None' },
              { label: 'Signed in by', value: methods[session.method] },
              { label: 'Time zone', value: session.timeZone.replaceAll('_', ' ') },
            ]}
          />
          <p className="muted small">Roles and the e-mail address are changed by an Account Administrator of your organization.</p>
        </section>
      }
    >
      <ProfileSection />
      <MailChoiceSection />
      {security.error ? <ErrorState error={security.error} retry={security.refetch} title="How you sign in could not be loaded" /> : null}
      {security.isPending ? (
        <Section title="How you sign in">
          <Skeleton lines={6} height={44} label="Loading how you sign in" />
        </Section>
      ) : null}
      {security.data ? (
        <>
          <PasswordSection security={security.data} />
          <AuthenticatorSection security={security.data} confirmed={confirmed} />
          <PasskeysOfAccount confirmed={confirmed} />
          <RecoveryCodesSection security={security.data} confirmed={confirmed} />
        </>
      ) : null}
      <SessionsSection />
      {session.kind === 'platform' ? null : (
        <Section title="Programs that act for you" hint={<p className="muted">Your organization’s own system can follow and answer requests in your name.</p>}>
          <Link to="/account/api-tokens">API tokens</Link>
        </Section>
      )}
      {dialog}
    </Page>
  )
}
