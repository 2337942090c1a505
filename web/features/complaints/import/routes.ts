import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { agenciesOnly } from '../../../agency/agencies-only.ts'
import { signedInRoute } from '../../../app/parent-routes.tsx'

const listRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/complaints/import', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./import-list.tsx'), 'ImportList') })
const importRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints/import/$id',
  beforeLoad: agenciesOnly,
  validateSearch: z.object({ step: z.enum(['columns', 'preview']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
})

/** Pages of their own: children of signedInRoute. */
export const importPages = [listRoute, importRoute] as const
