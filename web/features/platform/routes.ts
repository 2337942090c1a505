import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../app/parent-routes.tsx'

/** For whoever runs the system: agencies, requests for company accounts, the NMLS directory. Never a complaint. */
const agenciesRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/agencies', component: lazyRouteComponent(() => import('./agencies/agency-list.tsx'), 'AgencyList') })
const newAgencyRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/agencies/new', component: lazyRouteComponent(() => import('./agencies/onboard-agency.tsx'), 'OnboardAgencyPage') })
const agencyRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/agencies/$id', component: lazyRouteComponent(() => import('./agencies/agency-page.tsx'), 'AgencyPage') })
const accountsRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/company-accounts', component: lazyRouteComponent(() => import('./company-accounts/account-list.tsx'), 'CompanyAccountList') })
const accountRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/company-accounts/$id', component: lazyRouteComponent(() => import('./company-accounts/account-page.tsx'), 'CompanyAccountPage') })
const directoryRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/directory', component: lazyRouteComponent(() => import('./directory/run-list.tsx'), 'DirectoryPage') })
const runRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/directory/$id', component: lazyRouteComponent(() => import('./directory/run-page.tsx'), 'DirectoryRunPage') })

export const platformRoutes = [agenciesRoute, newAgencyRoute, agencyRoute, accountsRoute, accountRoute, directoryRoute, runRoute] as const
