import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../app/parent-routes.tsx'

export const notificationRoutes = [
  createRoute({ getParentRoute: () => signedInRoute, path: '/notifications', component: lazyRouteComponent(() => import('./notifications-page.tsx'), 'NotificationsPage') }),
] as const
