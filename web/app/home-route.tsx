import { createRoute } from '@tanstack/react-router'
import { lazy, type ReactNode } from 'react'
import { signedInRoute } from './parent-routes.tsx'
import { useSession } from './session.tsx'

const AgencyHome = lazy(async () => ({ default: (await import('../features/agency-home/agency-home.tsx')).AgencyHome }))
const CompanyHome = lazy(async () => ({ default: (await import('../features/company-home/company-home.tsx')).CompanyHome }))

const PlatformHome = lazy(async () => ({ default: (await import('../features/platform/platform-home.tsx')).PlatformHome }))

/** One address, three homes: agencies, companies and whoever runs the system have each their own work. */
export const homeRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/home', component: Home })

function Home(): ReactNode {
  switch (useSession().kind) {
    case 'agency':
      return <AgencyHome />
    case 'company':
      return <CompanyHome />
    case 'platform':
      return <PlatformHome />
  }
}
