import { createRoute } from '@tanstack/react-router'
import { lazy, type ReactNode } from 'react'
import { signedInRoute } from './parent-routes.tsx'
import { useSession } from './session.tsx'

const AgencyHome = lazy(async () => ({ default: (await import('../features/agency-home/agency-home.tsx')).AgencyHome }))
const CompanyHome = lazy(async () => ({ default: (await import('../features/company-home/company-home.tsx')).CompanyHome }))

/** One address, two homes: each kind of organisation has its own work. */
export const homeRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/home', component: Home })

function Home(): ReactNode {
  return useSession().kind === 'agency' ? <AgencyHome /> : <CompanyHome />
}
