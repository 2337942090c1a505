import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ApiProblem } from '../../../app/api.ts'
import { NotFound } from '../../../app/not-found.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Page } from '../../../ui/page.tsx'

type RecordQuery<Data> = { data: Data | undefined; error: unknown; refetch: () => unknown }

/**
 * A page about one record: its loading, not-found and error states, with the path where it will stand, so that nothing
 * moves. What is there stays when a later read fails.
 */
export function Loaded<Data>({ query, title, children }: { query: RecordQuery<Data>; title: string; children: (data: Data) => ReactNode }): ReactNode {
  if (query.data !== undefined) return children(query.data)
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFound />
  return (
    <Page title={title} breadcrumb={[<Link to="/received">Complaints</Link>, title]} roomy>
      {query.error ? <ErrorState error={query.error} retry={query.refetch} title="The page could not be loaded" /> : <Skeleton lines={10} height={60} label={`Loading: ${title}`} />}
    </Page>
  )
}
