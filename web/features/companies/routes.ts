import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { SearchCompanies } from '#src/modules/companies/contract.ts'
import { agenciesOnly } from '../../agency/agencies-only.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'
import { TabError, TabPending } from './tab-states.tsx'

const filters = SearchCompanies.shape
/** The state of the list; the words stand in the fragment. What a person mistyped in the address is passed over. */
export const CompanySearchParams = z.object({
  state: filters.state.catch(undefined),
  enrollment: filters.enrollment.catch(undefined),
  kind: filters.kind.catch(undefined),
})
export type CompanySearchParams = z.infer<typeof CompanySearchParams>

const searchRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/companies',
  beforeLoad: agenciesOnly,
  validateSearch: CompanySearchParams,
  component: lazyRouteComponent(() => import('./company-search.tsx'), 'CompanySearch'),
})
const recordRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/companies/$id', component: lazyRouteComponent(() => import('./record-frame.tsx'), 'CompanyFrame') })
const tab = { pendingComponent: TabPending, errorComponent: TabError }
const summaryRoute = createRoute({ getParentRoute: () => recordRoute, path: '/', ...tab, component: lazyRouteComponent(() => import('./summary-tab.tsx'), 'SummaryTab') })
const listedRoute = createRoute({ getParentRoute: () => recordRoute, path: 'branches-and-individuals', ...tab, component: lazyRouteComponent(() => import('./listed-tab.tsx'), 'ListedTab') })
const complaintsRoute = createRoute({ getParentRoute: () => recordRoute, path: 'complaints', ...tab, component: lazyRouteComponent(() => import('./complaints-tab.tsx'), 'ComplaintsTab') })
const usersRoute = createRoute({ getParentRoute: () => recordRoute, path: 'users', ...tab, component: lazyRouteComponent(() => import('./users-tab.tsx'), 'UsersTab') })

export const companyRoutes = [searchRoute, recordRoute.addChildren([summaryRoute, listedRoute, complaintsRoute, usersRoute])] as const
