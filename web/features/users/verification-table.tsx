import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import type { UserItem } from '#src/modules/users/contract.ts'
import { longAgoDays } from '#src/modules/users/domain/verification-due.ts'
import { useSession } from '../../app/session.tsx'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { daysUntil, formatDate, todayIn } from '../../ui/format-date.ts'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'

/** Everybody who can sign in or was invited, with what tells whether they still do. Who was not `seen` before is marked. */
export function VerificationTable({ users, seen }: { users: readonly UserItem[]; seen: ReadonlySet<string> }): ReactNode {
  const { today, timeZone } = useSession()
  const columns = useMemo(() => columnsOf(today, timeZone, seen), [today, timeZone, seen])
  return <StaticTable caption="Users to verify" columns={columns} rows={users} rowId={(user) => user.id} empty="There are no users." />
}

const column = columnsFor<UserItem>()

function columnsOf(today: string, timeZone: string, seen: ReadonlySet<string>) {
  return column.columns([
    column.display({
      id: 'name',
      header: 'Name',
      meta: { card: 'title' },
      cell: ({ row: { original: user } }) => (
        <TwoLines
          main={
            <>
              <Link data-row-link to={pageOf(user)}>
                {user.name}
              </Link>
              {user.isSelf ? ' (you)' : ''}
              {seen.has(user.id) ? null : (
                <>
                  {' '}
                  <Tag tone="gold" icon="add">
                    Added just now
                  </Tag>
                </>
              )}
            </>
          }
          under={user.email}
        />
      ),
    }),
    column.display({ id: 'roles', header: 'Roles', meta: { card: 'more' }, cell: ({ row: { original: user } }) => rolesOf(user) }),
    column.display({ id: 'last', header: 'Last sign-in', meta: { card: 'due' }, cell: ({ row: { original: user } }) => <LastSignIn user={user} today={today} timeZone={timeZone} /> }),
    column.display({ id: 'terms', header: 'Terms accepted', meta: { nowrap: true }, cell: ({ row: { original: user } }) => (user.termsAcceptedAt === null ? <span className="muted">Never</span> : formatDate(todayIn(timeZone, user.termsAcceptedAt), 'year')) }),
    column.display({
      id: 'remove',
      header: () => <span className="sr-only">Remove</span>,
      meta: { card: 'action', align: 'end' },
      cell: ({ row: { original: user } }) =>
        user.isSelf ? null : (
          <Link className="usa-button usa-button--outline usa-button--small" to={pageOf(user)} aria-label={`Remove ${user.name}: open their page`}>
            Remove…
          </Link>
        ),
    }),
  ])
}

function pageOf(user: UserItem): string {
  return `/users/${user.id}`
}

function rolesOf({ roles, thirdParty, designations }: UserItem): string {
  const named = designations.map((designation) => (designation === 'complaints_contact' ? 'Complaints Contact' : 'Supervisory Activities Contact'))
  return [...roles, ...named, ...(thirdParty ? [`works for ${thirdParty.firm}`] : [])].join(', ') || 'None'
}

function LastSignIn({ user, today, timeZone }: { user: UserItem; today: string; timeZone: string }): ReactNode {
  if (user.standing === 'invited') return <TwoLines main="Never" under={user.invitedAt === null ? 'Invited' : `Invited on ${formatDate(todayIn(timeZone, user.invitedAt), 'year')}`} />
  if (user.lastSignInAt === null) return <TwoLines main="Never" under="Has not signed in" />
  const day = todayIn(timeZone, user.lastSignInAt)
  const days = -daysUntil(day, today)
  return <TwoLines main={formatDate(day, 'year')} under={days > longAgoDays ? <strong>{`More than ${String(longAgoDays)} days ago`}</strong> : agoWords(days)} />
}

/** On a phone the date stands without its column's name. */
function agoWords(days: number): string {
  if (days <= 0) return 'Signed in today'
  return days === 1 ? 'Signed in yesterday' : `Signed in ${String(days)} days ago`
}
