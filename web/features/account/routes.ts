import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../app/parent-routes.tsx'

/** One's own account: who one is, how one signs in, where one is signed in. */
const ownAccountRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/account', component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage') })

export const accountRoutes = [ownAccountRoute] as const
