import { useMemo } from 'react'
import { useSession } from '../app/session.tsx'
import { receivedColumns } from './received-columns.tsx'

/** The columns for who is signed in; `withStatus` where closed complaints may stand in the list. */
export function useReceivedColumns(withStatus: boolean) {
  const { user, today, timeZone, organisation } = useSession()
  const company = organisation?.name ?? ''
  return useMemo(() => receivedColumns({ today, zone: timeZone, me: user.id, company }, withStatus), [today, timeZone, user.id, company, withStatus])
}
