import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import type { ErrorComponentProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/loading.tsx'

/** A tab that is on its way, in the room that it will take. */
export function TabPending(): ReactNode {
  return <Skeleton lines={6} height={48} />
}

/** A tab that could not be loaded; title line and tabs stay. */
export function TabError({ error, reset }: ErrorComponentProps): ReactNode {
  const queries = useQueryErrorResetBoundary()
  function retry() {
    queries.reset()
    reset()
  }
  return <ErrorState error={error} retry={retry} />
}
