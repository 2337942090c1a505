import type { ReactNode } from 'react'
import { useSession } from '../../app/session.tsx'
import { Page } from '../../ui/page.tsx'
import { WaitedForPanel } from '../../ui/waited-for-panel.tsx'
import { SupportLinks } from './support-links.tsx'

/** A colleague who was added before the set-up was complete: who is at it, and that there is nothing to do now. */
export function NotYoursPage(): ReactNode {
  const { organisation } = useSession()
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
      <WaitedForPanel who="Nothing to do for you now" act="An Account Administrator of your company is finishing the set-up" facts="Complaints and requests open for you as soon as it is complete. This page then leads on by itself." />
    </Page>
  )
}
