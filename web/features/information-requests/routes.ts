import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { signedInRoute } from '../../app/parent-routes.tsx'

const newRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/complaints/$id/information-requests/new', component: lazyRouteComponent(() => import('./new-request.tsx'), 'NewRequest') })
const sendRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/complaints/$id/send', component: lazyRouteComponent(() => import('./send-page.tsx'), 'SendPage') })
const requestRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/information-requests/$id',
  validateSearch: z.object({ round: z.number().int().positive().optional().catch(undefined), edit: z.boolean().optional().catch(undefined), back: z.boolean().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./request-page.tsx'), 'RequestPage'),
})

export const informationRequestRoutes = [newRoute, sendRoute, requestRoute] as const
