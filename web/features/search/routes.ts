import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../app/parent-routes.tsx'

export const searchRoutes = [createRoute({ getParentRoute: () => signedInRoute, path: '/search', component: lazyRouteComponent(() => import('./search-page.tsx'), 'SearchPage') })] as const
