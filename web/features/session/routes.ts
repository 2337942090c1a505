import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { publicRoute } from '../../app/parent-routes.tsx'
import { queryClient } from '../../app/query-client.ts'
import { serviceStatusQuery } from '../../app/service-status.ts'
import { trainingAccountsQuery } from './training-accounts-query.ts'

export const signInRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/sign-in',
  // Where to go afterwards: a path of this site, never another one.
  validateSearch: z.object({ to: z.string().regex(/^\/(?!\/|\\)/).optional().catch(undefined) }),
  // Read before the page stands, so that nothing moves when the accounts come.
  loader: async () => {
    const status = await queryClient.query(serviceStatusQuery).catch(() => null)
    if (status?.environment === 'training') await queryClient.query(trainingAccountsQuery).catch(() => null)
  },
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
})

export const sessionRoutes = [signInRoute] as const
