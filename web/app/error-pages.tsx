import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ErrorState } from '../ui/error-state.tsx'
import { Page } from '../ui/page.tsx'
import { ApiProblem } from './api.ts'
import { NotFound } from './not-found.tsx'

/** A page that could not be shown, inside the header and footer. Not visible is not found. */
export function AppError({ error, reset }: ErrorComponentProps): ReactNode {
  const queries = useQueryErrorResetBoundary()
  if (error instanceof ApiProblem && error.status === 404) return <NotFound />
  function retry() {
    // Without this the query would throw its old error again instead of asking once more.
    queries.reset()
    reset()
  }
  return (
    <Page title="This page could not be shown">
      <ErrorState error={error} retry={retry} title="What happened" />
    </Page>
  )
}

/** The same when not even the session could be read. */
export function RootError({ error }: ErrorComponentProps): ReactNode {
  return (
    <Page title="State Examination System" narrow>
      <ErrorState error={error} retry={() => location.reload()} title="The page could not be loaded" />
    </Page>
  )
}
