import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { ListAccess } from '#src/modules/sharing/access-contract.ts'
import { ReferralState } from '#src/modules/sharing/contract.ts'
import { agenciesOnly } from '../../agency/agencies-only.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'

const filters = ListAccess.shape
/** The state of a report. What a person mistyped in the address is passed over. */
const shared = {
  tab: filters.tab.unwrap().optional().catch(undefined),
  agencyId: filters.agencyId.catch(undefined),
  from: filters.from.catch(undefined),
  to: filters.to.catch(undefined),
}
const AccessSearch = z.object({ ...shared, state: filters.state.catch(undefined) })
const ReferralSearch = z.object({ ...shared, state: ReferralState.optional().catch(undefined) })

const accessReportRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/access-requests',
  beforeLoad: agenciesOnly,
  validateSearch: AccessSearch,
  component: lazyRouteComponent(() => import('./access-report.tsx'), 'AccessReport'),
})
const referralReportRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/referrals',
  beforeLoad: agenciesOnly,
  validateSearch: ReferralSearch,
  component: lazyRouteComponent(() => import('./referral-report.tsx'), 'ReferralReport'),
})
const sightRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints/$id/access',
  beforeLoad: agenciesOnly,
  component: lazyRouteComponent(() => import('./sight-page.tsx'), 'SightPage'),
})
const packageRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints/$id/referral-package',
  beforeLoad: agenciesOnly,
  component: lazyRouteComponent(() => import('./package-page.tsx'), 'PackagePage'),
})

export const sharingRoutes = [accessReportRoute, referralReportRoute, sightRoute, packageRoute] as const
