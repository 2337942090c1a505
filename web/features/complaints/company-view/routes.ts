import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { agenciesOnly } from '../../../agency/agencies-only.ts'
import { signedInRoute } from '../../../app/parent-routes.tsx'

const viewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints/$id/company-view',
  beforeLoad: agenciesOnly,
  component: lazyRouteComponent(() => import('./company-view-page.tsx'), 'CompanyViewPage'),
})
const requestRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints/$id/company-view/requests/$requestId',
  beforeLoad: agenciesOnly,
  component: lazyRouteComponent(() => import('./company-view-request.tsx'), 'CompanyViewRequest'),
})
const letterRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints/$id/company-view/letters/$letterId',
  beforeLoad: agenciesOnly,
  component: lazyRouteComponent(() => import('./company-view-letter.tsx'), 'CompanyViewLetter'),
})

/** Pages of their own: children of signedInRoute. */
export const companyViewPages = [viewRoute, requestRoute, letterRoute] as const
