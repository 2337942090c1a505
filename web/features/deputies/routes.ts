import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../app/parent-routes.tsx'

/** Who acts for a Company POC who is away. */
const deputiesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/deputies',
  component: lazyRouteComponent(() => import('./deputies-page.tsx'), 'DeputiesPage'),
})

export const deputyRoutes = [deputiesRoute] as const
