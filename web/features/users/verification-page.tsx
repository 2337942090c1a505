import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { CurrentVerification, type CompleteVerification, type Verification } from '#src/modules/users/verification-contract.ts'
import { addresses } from '../../app/addresses.ts'
import { api, ApiProblem, newIdempotencyKey } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { sessionQuery, useSession } from '../../app/session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { VerificationTable } from './verification-table.tsx'

const verificationQuery = queryOptions({ queryKey: ['user-verification'], queryFn: (context) => api.get('/user-verifications/current', CurrentVerification, inBackground(context)) })

/** Do these users still belong here? Agencies say so monthly, companies every 90 days. */
export function VerificationPage(): ReactNode {
  const query = useQuery(verificationQuery)
  if (query.data?.verification) return <Verify verification={query.data.verification} />
  if (query.data) return <NothingToVerify current={query.data} />
  return <Frame>{query.error ? <ErrorState error={query.error} retry={query.refetch} title="The users could not be loaded" /> : <Skeleton lines={8} height={56} label="Loading: Verify users" />}</Frame>
}

function Frame({ lead, foot, children }: { lead?: ReactNode; foot?: ReactNode; children: ReactNode }): ReactNode {
  const { kind } = useSession()
  return (
    <Page
      title="Verify users"
      lead={lead}
      breadcrumb={[
        <Link key="users" to={addresses.users}>
          Users
        </Link>,
        'Verify users',
      ]}
      roomy={kind === 'company'}
      foot={foot}
    >
      {children}
    </Page>
  )
}

function Verify({ verification }: { verification: Verification }): ReactNode {
  const { today } = useSession()
  const { users, dueOn, overdue } = verification
  const [seen, setSeen] = useState<ReadonlySet<string>>(() => new Set(users.map(({ id }) => id)))
  const [problem, setProblem] = useState<{ added: boolean; sentence: string }>()
  const [busy, setBusy] = useState(false)
  const client = useQueryClient()
  // Whoever was added since the page was opened stands first and is marked, even where the list was read again by itself.
  const ordered = users.toSorted((one, other) => Number(seen.has(one.id)) - Number(seen.has(other.id)))

  async function verify() {
    setBusy(true)
    setProblem(undefined)
    try {
      const done = await api.post(`/user-verifications/${verification.id}/completions`, { seenUserIds: users.map(({ id }) => id) } satisfies CompleteVerification, CurrentVerification, { idempotencyKey: newIdempotencyKey() })
      announce('The users are verified')
      client.setQueryData(verificationQuery.queryKey, done)
      await Promise.all([client.invalidateQueries({ queryKey: sessionQuery.queryKey }), client.invalidateQueries({ queryKey: ['tasks'] })])
    } catch (error) {
      const current = error instanceof ApiProblem && error.code === 'stale_version' ? CurrentVerification.safeParse(error.current) : undefined
      setProblem({ added: current?.success === true, sentence: sentenceOf(error) })
      setSeen(new Set(users.map(({ id }) => id)))
      if (current?.success) client.setQueryData(verificationQuery.queryKey, current.data)
      setBusy(false)
    }
  }

  return (
    <Frame
      lead={`${users.length === 1 ? '1 user' : `${String(users.length)} users`}. Do they all still belong here?`}
      foot={
        <StickyBar note="Removing somebody is done on their own page. Your name, the date and the number of users are kept.">
          <button type="button" className="usa-button" disabled={busy} onClick={() => void verify()}>
            {busy ? 'Verifying…' : 'These users still belong here'}
          </button>
        </StickyBar>
      }
    >
      <div className="stack">
        {problem ? <Notice tone={problem.added ? 'warning' : 'error'}>{problem.sentence}</Notice> : null}
        <DueNotice dueOn={dueOn} overdue={overdue} today={today} />
        <VerificationTable users={ordered} seen={seen} />
      </div>
    </Frame>
  )
}

function DueNotice({ dueOn, overdue, today }: { dueOn: string; overdue: boolean; today: string }): ReactNode {
  const { kind } = useSession()
  const date = formatDate(dueOn, 'full')
  const then = kind === 'company' ? 'Your company cannot send responses in supervisory activities until this is done.' : 'All Account Administrators are reminded until this is done.'
  if (overdue) {
    return (
      <Notice tone="warning" title={`This was due on ${date}`}>
        {then}
      </Notice>
    )
  }
  return (
    <Notice tone="info" title={dueOn === today ? 'Due today' : `Due on ${date}`}>
      Look through the list and remove those who have left. {kind === 'company' ? 'If it becomes overdue, your company cannot send responses in supervisory activities until it is done.' : 'If it becomes overdue, all Account Administrators are told again.'}
    </Notice>
  )
}

function NothingToVerify({ current: { last, nextOn } }: { current: CurrentVerification }): ReactNode {
  const { kind, timeZone } = useSession()
  const often = kind === 'company' ? 'Companies verify their users every 90 days.' : 'Agencies verify their users every month.'
  const next = nextOn === null ? '' : ` The next time is ${formatDate(nextOn, 'full')}.`
  return (
    <Frame>
      <EmptyState
        title={last ? `${last.by} verified ${last.users === 1 ? '1 user' : `${String(last.users)} users`} on ${formatDate(todayIn(timeZone, last.doneAt), 'year')}.` : 'There is nothing to verify now.'}
        action={
          <Link to={addresses.users} className="usa-button usa-button--outline">
            Open users
          </Link>
        }
      >
        {`${often}${next} We tell you by e-mail.`}
      </EmptyState>
    </Frame>
  )
}
