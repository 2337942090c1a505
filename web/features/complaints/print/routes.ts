import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { printParts } from '#src/modules/complaints/domain/print-parts.ts'
import { signedInRoute } from '../../../app/parent-routes.tsx'

const printRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints/$id/print',
  validateSearch: z.object({ parts: z.array(z.enum(printParts)).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./print-page.tsx'), 'PrintPage'),
})

/** Pages of their own: children of signedInRoute. */
export const printPages = [printRoute] as const
