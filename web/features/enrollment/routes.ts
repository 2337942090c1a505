import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { agenciesOnly } from '../../agency/agencies-only.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'

const enrollmentRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/companies/$id/enrollment', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./enrollment-page.tsx'), 'EnrollmentPage') })
const listRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/company-account-requests', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./account-request-list.tsx'), 'AccountRequestList') })
const newRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/company-account-requests/new', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./request-account-page.tsx'), 'RequestAccountPage') })
const requestRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/company-account-requests/$id', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./account-request-page.tsx'), 'AccountRequestPage') })

/** The agency's side of enrollment: Company User Enrollment, and accounts for companies that NMLS does not know. */
export const enrollmentRoutes = [enrollmentRoute, listRoute, newRoute, requestRoute] as const
