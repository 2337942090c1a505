import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { agenciesOnly } from '../../../agency/agencies-only.ts'
import { signedInRoute } from '../../../app/parent-routes.tsx'

const cancelRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/complaints/$id/cancel', component: lazyRouteComponent(() => import('./cancel-page.tsx'), 'CancelPage') })

const retentionRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/retention', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./retention-page.tsx'), 'RetentionPage') })

/** Pages of their own: children of signedInRoute. */
export const lifecyclePages = [cancelRoute, retentionRoute] as const
