import type { ReactNode } from 'react'
import { useServiceStatus } from '../../app/service-status.ts'
import { useSessionIfAny } from '../../app/session.tsx'
import { Page } from '../../ui/page.tsx'

export function AccessibilityPage(): ReactNode {
  const session = useSessionIfAny()
  const { data: status } = useServiceStatus()
  const support = session?.support ?? status?.support
  return (
    <Page title="Accessibility" roomy narrow>
      <div className="stack">
        <p className="prose">Every page is meant to meet the Web Content Accessibility Guidelines 2.2 at level AA: with the keyboard alone, with a screen reader, enlarged to 400 %, with reduced motion and with high contrast.</p>
        <p className="prose">Each page is checked by program in all its states, and by hand. If something still stands in your way, tell us which page and what you tried; we will help you with your work at once and mend the page.</p>
        {support ? (
          <p>
            <a href={`mailto:${support.email}`}>{support.email}</a>, <a href={`tel:${support.phone.replace(/[^\d+]/g, '')}`}>{support.phone}</a>
          </p>
        ) : null}
      </div>
    </Page>
  )
}
