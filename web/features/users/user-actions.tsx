import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { UserRecord } from '#src/modules/users/contract.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { useConfirmed } from '../../app/confirm.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { showUser } from './user-queries.ts'
import './users.scss'

type Deed = { action: UserRecord['can'][number]; path: string; title: string; does: string; button: string; done: string; asks?: string }

const deeds: readonly Deed[] = [
  { action: 'invite', path: 'invitations', title: 'Send the invitation again', does: 'An e-mail with a new link, which works for 14 days. The link before stops working.', button: 'Send Invitation', done: 'The invitation was sent again.' },
  { action: 'unlock', path: 'unlocks', title: 'Unlock', does: 'After too many wrong attempts the user had to wait. They may try again at once. Nobody is told.', button: 'Unlock Account', done: 'The account is unlocked.' },
  { action: 'reset_password', path: 'password-resets', title: 'Reset password', does: 'The user gets an e-mail with a link, which works for one hour, and chooses a new password. Until then the old one works.', button: 'Reset Password', done: 'The link for a new password was sent.' },
  {
    action: 'reset_second_factor',
    path: 'second-factor-resets',
    title: 'Reset second factors',
    does: 'For a lost phone: authenticator app, passkeys and recovery codes are taken away, and the user is signed out. They set up a new one at the next sign-in and are told by e-mail.',
    button: 'Reset Multi-factor Authentication',
    done: 'The second factors were reset. The user sets up a new one at the next sign-in.',
    asks: 'Make sure that it is really this person who asks: call them on a number that you know. Whoever knows the password could otherwise get in.',
  },
]

/** What an administrator can do for somebody. */
export function UserActions({ user }: { user: UserRecord }): ReactNode {
  const [asked, setAsked] = useState<Deed | null>(null)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ tone: 'success' | 'error'; text: string } | null>(null)
  const { confirmed, dialog } = useConfirmed()
  const offered = deeds.filter(({ action }) => user.can.includes(action))

  async function run(deed: Deed) {
    if (busy) return
    setBusy(true)
    setAsked(null)
    try {
      await showUser(await confirmed(() => api.post(`/users/${user.id}/${deed.path}`, undefined, UserRecord, { idempotencyKey: newIdempotencyKey() })))
      setOutcome({ tone: 'success', text: deed.done })
      announce(deed.done)
    } catch (error) {
      setOutcome({ tone: 'error', text: sentenceOf(error) })
    }
    setBusy(false)
  }

  return (
    <>
      {dialog}
      {outcome ? <Notice tone={outcome.tone}>{outcome.text}</Notice> : null}
      {offered.length > 0 ? (
        <Section title="Help with signing in">
          <ul className="user-deeds">
            {offered.map((deed) => (
              <Row key={deed.action} title={deed.title} does={deed.does}>
                <button type="button" className="usa-button usa-button--outline" aria-disabled={busy} onClick={() => (deed.asks ? setAsked(deed) : void run(deed))}>
                  {deed.button}
                </button>
              </Row>
            ))}
          </ul>
        </Section>
      ) : null}
      <Work user={user} />
      <Removal user={user} />
      {asked ? (
        <Dialog
          title={`${asked.title} of ${user.name}?`}
          onClose={() => setAsked(null)}
          actions={
            <>
              <button type="button" className="usa-button" aria-disabled={busy} onClick={() => void run(asked)}>
                Confirm
              </button>
              <button type="button" className="usa-button usa-button--outline" onClick={() => setAsked(null)}>
                Keep them
              </button>
            </>
          }
        >
          <div className="stack">
            <p>{asked.does}</p>
            <p>{asked.asks}</p>
          </div>
        </Dialog>
      ) : null}
    </>
  )
}

function Work({ user }: { user: UserRecord }): ReactNode {
  const params = { id: user.id }
  return (
    <Section title={user.standing === 'removed' ? 'Coming back' : 'Work'}>
      <ul className="user-deeds">
        {user.can.includes('reactivate') ? (
          <Row title="Reactivate" does="The user is invited again by e-mail, with roles that you choose, and sets a new password and second factor. What they did before stays under their name.">
            <Link className="usa-button usa-button--outline" to="/users/$id/reactivate" params={params}>
              Reactivate User
            </Link>
          </Row>
        ) : null}
        {user.can.includes('reassign') ? (
          <Row title="Reassign work" does="Gives the complaints and tasks that this user holds to a colleague. The history of each complaint shows it.">
            <Link className="usa-button usa-button--outline" to="/users/$id/reassign" params={params}>
              Reassign Work
            </Link>
          </Row>
        ) : null}
      </ul>
    </Section>
  )
}

/** Apart from the rest: it takes access away. */
function Removal({ user }: { user: UserRecord }): ReactNode {
  if (user.mayNotBeRemoved) {
    return (
      <Section title="Remove">
        <p className="muted">{user.mayNotBeRemoved}</p>
      </Section>
    )
  }
  if (!user.can.includes('remove')) return null
  return (
    <Section title="Remove">
      <ul className="user-deeds">
        <Row does="Ends the user’s access at once, everywhere. They are told by e-mail. You see first what they still hold, and who takes it over.">
          <Link className="usa-button usa-button--secondary" to="/users/$id/remove" params={{ id: user.id }}>
            Remove User
          </Link>
        </Row>
      </ul>
    </Section>
  )
}

function Row({ title, does, children }: { title?: string; does: string; children: ReactNode }): ReactNode {
  return (
    <li>
      <div>
        {title ? (
          <p>
            <strong>{title}</strong>
          </p>
        ) : null}
        <p>{does}</p>
      </div>
      {children}
    </li>
  )
}
