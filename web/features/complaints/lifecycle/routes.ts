import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { ReferralState } from '#src/modules/sharing/contract.ts'
import { agenciesOnly } from '../../../agency/agencies-only.ts'
import { signedInRoute } from '../../../app/parent-routes.tsx'

const cancelRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/complaints/$id/cancel', component: lazyRouteComponent(() => import('./cancel-page.tsx'), 'CancelPage') })

const referralsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/referrals',
  beforeLoad: agenciesOnly,
  validateSearch: z.object({ direction: z.literal('outgoing').optional().catch(undefined), state: ReferralState.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./referrals-page.tsx'), 'ReferralsPage'),
})

const retentionRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/retention', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./retention-page.tsx'), 'RetentionPage') })

/** Pages of their own: children of signedInRoute. */
export const lifecyclePages = [cancelRoute, referralsRoute, retentionRoute] as const
