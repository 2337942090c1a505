import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { SearchEntities } from '#src/modules/entities/contract.ts'
import { agenciesOnly } from '../../agency/agencies-only.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'

const listRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/entities',
  beforeLoad: agenciesOnly,
  // What a person mistyped in the address is passed over.
  validateSearch: z.object({ state: SearchEntities.shape.state.catch(undefined) }),
  component: lazyRouteComponent(() => import('./entity-list.tsx'), 'EntityList'),
})
const recordRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/entities/$id', beforeLoad: agenciesOnly, validateSearch: z.object({ post: z.uuid().optional().catch(undefined) }), component: lazyRouteComponent(() => import('./entity-page.tsx'), 'EntityPage') })
const editRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/entities/$id/update', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./update-entity-page.tsx'), 'UpdateEntityPage') })
const subjectRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/complaints/$id/subject', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./change-subject-page.tsx'), 'ChangeSubjectPage') })

/** Non-NMLS entities, and Update Subject of a complaint. */
export const entityRoutes = [listRoute, recordRoute, editRoute, subjectRoute] as const
