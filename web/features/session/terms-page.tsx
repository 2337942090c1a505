import { Link, getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useServiceStatus } from '../../app/service-status.ts'
import { useSessionIfAny } from '../../app/session.tsx'
import { Page } from '../../ui/page.tsx'
import { TermsText } from './terms-text.tsx'

const route = getRouteApi('/public/terms-of-use')

/** The terms as everybody may read them; each side has a part of its own. */
export function TermsPage(): ReactNode {
  const { for: chosen } = route.useSearch()
  const session = useSessionIfAny()
  const { data: status } = useServiceStatus()
  const reader = chosen ?? (session?.kind === 'company' ? 'company' : 'agency')
  const other = reader === 'agency' ? 'company' : 'agency'
  return (
    <Page title="Terms of use" lead={reader === 'agency' ? 'For agencies' : 'For companies'} roomy narrow>
      <p className="set-up-page">
        <Link to="/terms-of-use" search={{ for: other }}>
          {other === 'agency' ? 'Read those for agencies' : 'Read those for companies'}
        </Link>
      </p>
      <TermsText reader={reader} support={session?.support ?? status?.support} />
    </Page>
  )
}
