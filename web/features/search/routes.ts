import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { signedInRoute } from '../../app/parent-routes.tsx'

const chosen = z.array(z.coerce.string()).optional().catch(undefined)
/** What narrows the search; the words themselves stand in the fragment, which no server sees. */
const SearchParams = z.object({
  scope: z.enum(['own']).optional().catch(undefined),
  sort: z.enum(['newest', 'oldest']).optional().catch(undefined),
  status: chosen,
  agency: chosen,
  product: chosen,
  company: chosen,
  year: chosen,
  place: chosen,
})
export type SearchParams = z.infer<typeof SearchParams>

export const searchRoutes = [
  createRoute({ getParentRoute: () => signedInRoute, path: '/search', validateSearch: SearchParams, component: lazyRouteComponent(() => import('./search-page.tsx'), 'SearchPage') }),
] as const
