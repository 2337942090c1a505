import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../app/parent-routes.tsx'

export const notificationRoutes = [
  createRoute({ getParentRoute: () => signedInRoute, path: '/notifications', component: lazyRouteComponent(() => import('./notifications-page.tsx'), 'NotificationsPage') }),
  createRoute({ getParentRoute: () => signedInRoute, path: '/tasks', component: lazyRouteComponent(() => import('./tasks-page.tsx'), 'TasksPage') }),
] as const
