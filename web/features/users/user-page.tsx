import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { UserRecord } from '#src/modules/users/contract.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Page, Section } from '../../ui/page.tsx'
import { Agreements } from './agreements.tsx'
import { UserActions } from './user-actions.tsx'
import { UserLoaded } from './user-loaded.tsx'
import { firmInWords, rolesInWords, UserTags } from './user-words.tsx'

const route = getRouteApi('/signed-in/users/$id')

/** One user: who they are, what they may do, and what an administrator can do for them. */
export function UserPage(): ReactNode {
  const { id } = route.useParams()
  return (
    <UserLoaded id={id} title="User">
      {(user) => <LoadedUser user={user} />}
    </UserLoaded>
  )
}

function LoadedUser({ user }: { user: UserRecord }): ReactNode {
  const { kind, timeZone } = useSession()
  const moment = (instant: string | null) => (instant ? formatMoment(instant, timeZone, 'year') : null)
  return (
    <Page
      title={user.name}
      lead={user.title}
      tags={<UserTags user={user} timeZone={timeZone} />}
      focusKey={user.id}
      roomy={kind === 'company'}
      breadcrumb={[
        <Link key="users" to="/users">
          Manage Users
        </Link>,
        user.name,
      ]}
      aside={<History user={user} />}
    >
      <Section title="User Information" side={user.can.includes('update') ? <Link to="/users/$id/profile" params={{ id: user.id }}>Update User Profile</Link> : undefined}>
        <Facts
          items={[
            { label: 'E-mail', value: user.email },
            { label: 'Phone', value: user.phone },
            { label: 'Works for', value: firmInWords(user) },
            { label: 'Last sign-in', value: moment(user.lastSignInAt) ?? 'Never' },
            { label: 'Terms of use', value: user.termsAcceptedAt ? `Accepted ${moment(user.termsAcceptedAt) ?? ''}` : 'Not accepted yet' },
            { label: 'Signs in', value: user.signsInElsewhere ? 'With your organization’s single sign-on' : null },
            { label: 'Invited', value: user.standing === 'invited' && user.invitationEndsAt ? `${moment(user.invitedAt) ?? ''}; the link works until ${moment(user.invitationEndsAt) ?? ''}` : null },
            { label: 'Removed', value: moment(user.removedAt) },
            { label: 'Reason', value: user.removalReason && <span className="wrap-anywhere">{user.removalReason}</span> },
          ]}
        />
      </Section>
      <Section
        title="Roles and Groups"
        side={user.can.includes('change_roles') && !user.thirdParty ? <Link to="/users/$id/roles" params={{ id: user.id }}>Update User Roles and Groups</Link> : undefined}
      >
        <p>{rolesInWords(user) || 'No role.'}</p>
      </Section>
      {user.thirdParty ? <Agreements user={user} /> : null}
      <UserActions user={user} />
    </Page>
  )
}

function History({ user }: { user: UserRecord }): ReactNode {
  const { timeZone } = useSession()
  return (
    <section>
      <h2 className="aside-title">History</h2>
      <AudienceHint who="own">Your administrators. Taken from the audit, which nobody can change.</AudienceHint>
      {user.history.length === 0 ? <p className="muted">Nothing yet.</p> : null}
      <ol className="user-history">
        {user.history.map((entry) => (
          <li key={entry.id}>
            {entry.sentence}
            <span className="muted small">
              {formatMoment(entry.at, timeZone)}, {entry.by}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
