import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from '../../app/session.tsx'
import { Page } from '../../ui/page.tsx'
import { WaitedForPanel } from '../../ui/waited-for-panel.tsx'
import { finisherQuery } from './enroll-queries.ts'
import { SupportLinks } from './support-links.tsx'

/** A colleague who was added before the set-up was complete: who is at it, and that there is nothing to do now. */
export function NotYoursPage(): ReactNode {
  const { organisation, enrollment } = useSession()
  const finisher = useQuery(finisherQuery).data?.name ?? 'An Account Administrator of your company'
  // The session is read again every minute: then the company may be set up.
  if (enrollment === 'complete') return <Navigate to="/home" replace />
  return (
    <Page
      title={`${organisation?.name ?? 'Your company'} is being set up`}
      aside={
        <section>
          <h2 className="aside-title">Help</h2>
          <SupportLinks />
        </section>
      }
      roomy
      narrow
    >
      <WaitedForPanel who="Nothing to do for you now" act={`${finisher} is finishing the set-up`} facts="Complaints and requests open for you as soon as it is complete. This page then leads on by itself; you may also come back later." />
    </Page>
  )
}
