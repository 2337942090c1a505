import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../app/parent-routes.tsx'
import { MailSearch } from './mails/mail-queries.ts'

/** For whoever runs the system: agencies, requests for company accounts, the NMLS directory, what became of e-mails. Never a complaint. */
const agenciesRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/agencies', component: lazyRouteComponent(() => import('./agencies/agency-list.tsx'), 'AgencyList') })
const newAgencyRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/agencies/new', component: lazyRouteComponent(() => import('./agencies/onboard-agency.tsx'), 'OnboardAgencyPage') })
const agencyRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/agencies/$id', component: lazyRouteComponent(() => import('./agencies/agency-page.tsx'), 'AgencyPage') })
const accountsRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/company-accounts', component: lazyRouteComponent(() => import('./company-accounts/account-list.tsx'), 'CompanyAccountList') })
const accountRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/company-accounts/$id', component: lazyRouteComponent(() => import('./company-accounts/account-page.tsx'), 'CompanyAccountPage') })
const directoryRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/directory', component: lazyRouteComponent(() => import('./directory/run-list.tsx'), 'DirectoryPage') })
const runRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/directory/$id', component: lazyRouteComponent(() => import('./directory/run-page.tsx'), 'DirectoryRunPage') })
const mailsRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/mails', validateSearch: MailSearch, component: lazyRouteComponent(() => import('./mails/mail-log.tsx'), 'MailLog') })

export const platformRoutes = [agenciesRoute, newAgencyRoute, agencyRoute, accountsRoute, accountRoute, directoryRoute, runRoute, mailsRoute] as const
