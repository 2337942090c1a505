import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { agenciesOnly } from '../../../agency/agencies-only.ts'
import { signedInRoute } from '../../../app/parent-routes.tsx'
import { recordRoute, tab } from '../record/record-route.ts'

const violationsRoute = createRoute({
  getParentRoute: () => recordRoute,
  path: 'violations',
  ...tab,
  validateSearch: z.object({ add: z.boolean().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./violations-tab.tsx'), 'ViolationsTab'),
})
const citationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/citations',
  beforeLoad: agenciesOnly,
  validateSearch: z.object({ of: z.enum(['own', 'shipped']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./citations-page.tsx'), 'CitationsPage'),
})

/** Tabs of the record: children of recordRoute (record/record-route.ts). */
export const violationsTabs = [violationsRoute] as const
/** Pages of their own: children of signedInRoute. */
export const citationPages = [citationsRoute] as const
