import { publicRoute, rootRoute, signedInRoute } from './parent-routes.tsx'
import { companyRoutes } from '../features/companies/routes.ts'
import { complaintRoutes } from '../features/complaints/routes.ts'
import { informationRequestRoutes } from '../features/information-requests/routes.ts'
import { notificationRoutes } from '../features/notifications/routes.ts'
import { publicRoutes } from '../features/public/routes.ts'
import { receivedRoutes } from '../features/received/routes.ts'
import { searchRoutes } from '../features/search/routes.ts'
import { sessionRoutes } from '../features/session/routes.ts'
import { mailboxRoutes } from '../features/training-mailbox/routes.ts'
import { homeRoute } from './home-route.tsx'

/*
 * Every page of the web, in one table. To add a feature:
 * 1. web/features/<name>/routes.ts
 *      export const complaintListRoute = createRoute({
 *        getParentRoute: () => signedInRoute, path: '/complaints',
 *        validateSearch: ComplaintSearch,                                   // a Zod schema: the page's state
 *        component: lazyRouteComponent(() => import('./pages/complaint-list.tsx'), 'ComplaintList'),
 *      })
 *      export const complaintRoutes = [complaintListRoute, …]
 * 2. one line here.
 * 3. In the page: const search = complaintListRoute.useSearch() would load the route twice; use
 *      const route = getRouteApi('/signed-in/complaints'); route.useSearch(), route.useParams()
 */
export const routeTree = rootRoute.addChildren([
  publicRoute.addChildren([...publicRoutes, ...sessionRoutes, ...mailboxRoutes]),
  signedInRoute.addChildren([homeRoute, ...complaintRoutes, ...informationRequestRoutes, ...companyRoutes, ...notificationRoutes, ...receivedRoutes, ...searchRoutes]),
])
