import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { signedInRoute } from '../../../app/parent-routes.tsx'

const reviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints/$id/review',
  // `edit`: the reviewer changes what was entered.
  validateSearch: z.object({ edit: z.boolean().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./review-page.tsx'), 'ReviewPage'),
})

/** Pages of their own: children of signedInRoute. */
export const reviewPages = [reviewRoute] as const
