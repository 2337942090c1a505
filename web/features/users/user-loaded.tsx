import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { UserRecord } from '#src/modules/users/contract.ts'
import { ApiProblem } from '../../app/api.ts'
import { NotFound } from '../../app/not-found.tsx'
import { useSession } from '../../app/session.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Page } from '../../ui/page.tsx'
import { userQuery } from './user-queries.ts'

/** The user, once loaded; the page's own states before that. */
export function UserLoaded({ id, title, children }: { id: string; title: string; children: (user: UserRecord) => ReactNode }): ReactNode {
  const query = useQuery(userQuery(id))
  const { kind } = useSession()
  if (query.data) return children(query.data)
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFound />
  return (
    <Page title={title} roomy={kind === 'company'}>
      {query.error ? <ErrorState error={query.error} retry={query.refetch} title="This user could not be loaded" /> : <Skeleton lines={8} height={24} label="Loading the user" />}
    </Page>
  )
}

/** The frame of the pages that change something about one user. */
export function UserChangePage({ user, title, children }: { user: UserRecord; title: string; children: ReactNode }): ReactNode {
  const { kind } = useSession()
  return (
    <Page
      title={`${title}: ${user.name}`}
      heading={
        <>
          {title} <span className="light">{user.name}</span>
        </>
      }
      roomy={kind === 'company'}
      narrow
      breadcrumb={[
        <Link key="users" to="/users">
          Manage Users
        </Link>,
        <Link key="user" to="/users/$id" params={{ id: user.id }}>
          {user.name}
        </Link>,
        title,
      ]}
    >
      {children}
    </Page>
  )
}
