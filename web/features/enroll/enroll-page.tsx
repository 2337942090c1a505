import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from '../../app/session.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Page } from '../../ui/page.tsx'
import { DonePage } from './done-page.tsx'
import { enrollmentQuery } from './enroll-queries.ts'
import { NotYoursPage } from './not-yours-page.tsx'
import { Wizard } from './wizard.tsx'
import './enroll.scss'

/** The set-up of a company: for its Account Administrators the wizard, for everybody else who is at it. */
export function EnrollPage(): ReactNode {
  const session = useSession()
  // An agency has no set-up: an old link or a typed address leads on.
  if (session.kind !== 'company') return <Navigate to="/home" replace />
  return session.can.includes('enrollment.finish') ? <Enrollment /> : <NotYoursPage />
}

function Enrollment(): ReactNode {
  const { organisation, enrollment } = useSession()
  const query = useQuery(enrollmentQuery)
  const title = `Set up ${organisation?.name ?? 'your company'}`
  if (query.data?.step === 'done') return <DonePage wizard={query.data} />
  if (query.data) return <Wizard wizard={query.data} />
  // Set up before anybody can remember: there is nothing to see here.
  if (enrollment === 'complete' && query.error) return <Navigate to="/home" replace />
  return (
    <Page title={title} roomy narrow>
      {query.error ? <ErrorState error={query.error} retry={query.refetch} title="The set-up could not be loaded" /> : <Skeleton lines={10} height={30} label="Loading the set-up of your company" />}
    </Page>
  )
}
