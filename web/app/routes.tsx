import { publicRoute, rootRoute, signedInRoute } from './parent-routes.tsx'
import { accountRoutes } from '../features/account/routes.ts'
import { companyRoutes } from '../features/companies/routes.ts'
import { complaintRoutes } from '../features/complaints/routes.ts'
import { entityRoutes } from '../features/entities/routes.ts'
import { deputyRoutes } from '../features/deputies/routes.ts'
import { enrollRoutes, farewellRoutes } from '../features/enroll/routes.ts'
import { enrollmentRoutes } from '../features/enrollment/routes.ts'
import { informationRequestRoutes } from '../features/information-requests/routes.ts'
import { integrationRoutes } from '../features/integrations/routes.ts'
import { marketRoutes } from '../features/market/routes.ts'
import { notificationRoutes } from '../features/notifications/routes.ts'
import { platformRoutes } from '../features/platform/routes.ts'
import { profileRoutes } from '../features/profile/routes.ts'
import { publicRoutes } from '../features/public/routes.ts'
import { receivedRoutes } from '../features/received/routes.ts'
import { requestLibraryRoutes } from '../features/request-library/routes.ts'
import { requestListRoutes } from '../features/request-list/routes.ts'
import { reportRoutes } from '../features/reports/routes.ts'
import { searchRoutes } from '../features/search/routes.ts'
import { sharingRoutes } from '../features/sharing/routes.ts'
import { ownSessionRoutes, sessionRoutes } from '../features/session/routes.ts'
import { mailboxRoutes } from '../features/training-mailbox/routes.ts'
import { userRoutes } from '../features/users/routes.ts'
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
 * 3. In the page, which must not import its route (a cycle): const route = getRouteApi('/signed-in/complaints');
 *    then route.useSearch(), route.useParams().
 *
 * A list page    Page with rail, ListFilters (ui/list-filters.tsx), DataTable (ui/data-table.tsx) over useInfiniteQuery.
 * A record page  Page with heading, tags, tabs, aside and focusKey={id}; WaitedForPanel first; Section; Facts; StaticTable.
 *                Tabs are child routes: the frame renders <Outlet />.
 * A form page    useContractForm, Form and its fields (ui/form/form.tsx), useAutosave with SaveState in Page's actions,
 *                StickyBar as Page's foot with <SubmitButton form={form} formId="…">.
 * A link whose address the server sends (tasks, notifications): <Link to={task.link}>.
 */
export const routeTree = rootRoute.addChildren([
  publicRoute.addChildren([...publicRoutes, ...sessionRoutes, ...mailboxRoutes, ...farewellRoutes]),
  signedInRoute.addChildren([homeRoute, ...complaintRoutes, ...informationRequestRoutes, ...integrationRoutes, ...companyRoutes, ...entityRoutes, ...notificationRoutes, ...receivedRoutes, ...searchRoutes, ...accountRoutes, ...ownSessionRoutes, ...enrollRoutes, ...enrollmentRoutes, ...platformRoutes, ...profileRoutes, ...requestLibraryRoutes, ...requestListRoutes, ...marketRoutes, ...reportRoutes, ...deputyRoutes, ...userRoutes, ...sharingRoutes]),
])
