import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { publicRoute } from '../../app/parent-routes.tsx'

export const signInRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/sign-in',
  // Where to go afterwards: a path of this site, never another one.
  validateSearch: z.object({ to: z.string().regex(/^\/(?!\/|\\)/).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
})

export const sessionRoutes = [signInRoute] as const
