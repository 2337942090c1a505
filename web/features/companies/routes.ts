import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { agenciesOnly } from '../../agency/agencies-only.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'

const searchRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/companies', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./company-search.tsx'), 'CompanySearch') })
const recordRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/companies/$id', component: lazyRouteComponent(() => import('./company-page.tsx'), 'CompanyPage') })

export const companyRoutes = [searchRoute, recordRoute] as const
