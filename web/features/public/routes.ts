import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { publicRoute } from '../../app/parent-routes.tsx'
import { queryClient } from '../../app/query-client.ts'
import { participationQuery } from './participation.ts'

const publicHomeRoute = createRoute({ getParentRoute: () => publicRoute, path: '/', loader: () => Promise.allSettled([queryClient.query(participationQuery)]), component: lazyRouteComponent(() => import('./public-home.tsx'), 'PublicHome') })
const participationRoute = createRoute({ getParentRoute: () => publicRoute, path: '/participation', loader: () => Promise.allSettled([queryClient.query(participationQuery)]), component: lazyRouteComponent(() => import('./participation-page.tsx'), 'ParticipationPage') })
const helpRoute = createRoute({ getParentRoute: () => publicRoute, path: '/help', component: lazyRouteComponent(() => import('./help-page.tsx'), 'HelpPage') })
const accessibilityRoute = createRoute({ getParentRoute: () => publicRoute, path: '/accessibility', component: lazyRouteComponent(() => import('./accessibility-page.tsx'), 'AccessibilityPage') })

export const publicRoutes = [publicHomeRoute, participationRoute, helpRoute, accessibilityRoute] as const
