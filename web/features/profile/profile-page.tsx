import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMay, useSession } from '../../app/session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Page } from '../../ui/page.tsx'
import { AgencyProfilePage } from './agency-profile-page.tsx'
import { CompanyProfilePage } from './company-profile-page.tsx'
import { agencyProfileQuery, companyProfileQuery } from './profile-queries.ts'

/** One address, two profiles: each kind of organisation says other things about itself. */
export function ProfilePage(): ReactNode {
  const session = useSession()
  const may = useMay('profile.manage')
  if (!may) {
    return (
      <Page title="Profile" roomy={session.kind === 'company'}>
        <EmptyState title="Account Administrators keep the profile.">Ask one of yours to change it.</EmptyState>
      </Page>
    )
  }
  return session.kind === 'company' ? <OfCompany /> : <OfAgency />
}

function OfAgency(): ReactNode {
  const query = useQuery(agencyProfileQuery)
  if (query.data) return <AgencyProfilePage profile={query.data} />
  return <Waiting title="Agency profile" error={query.error} retry={query.refetch} />
}

function OfCompany(): ReactNode {
  const query = useQuery(companyProfileQuery)
  if (query.data) return <CompanyProfilePage profile={query.data} />
  return <Waiting title="Company profile" roomy error={query.error} retry={query.refetch} />
}

function Waiting({ title, roomy = false, error, retry }: { title: string; roomy?: boolean; error: unknown; retry: () => unknown }): ReactNode {
  return (
    <Page title={title} roomy={roomy}>
      {error ? <ErrorState error={error} retry={retry} title="The profile could not be loaded" /> : <Skeleton lines={10} height={32} />}
    </Page>
  )
}
