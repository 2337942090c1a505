import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { ListAgencyRequests } from '#src/modules/information-requests/request-list-contract.ts'
import { agenciesOnly } from '../../agency/agencies-only.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'

const filters = ListAgencyRequests.shape
/** The state of the list; the words stand in the fragment. What a person mistyped in the address is passed over. */
export const RequestSearch = z.object({
  view: filters.view.unwrap().optional().catch(undefined),
  sort: filters.sort.unwrap().optional().catch(undefined),
  direction: filters.direction.unwrap().optional().catch(undefined),
  pocId: filters.pocId.catch(undefined),
  companyId: filters.companyId.catch(undefined),
  standing: filters.standing.catch(undefined),
  sentFrom: filters.sentFrom.catch(undefined),
  sentTo: filters.sentTo.catch(undefined),
  productId: filters.productId.catch(undefined),
  issueId: filters.issueId.catch(undefined),
  transactionState: filters.transactionState.catch(undefined),
  without: filters.without.catch(undefined),
  canceled: filters.canceled.catch(undefined),
  dueFrom: filters.dueFrom.catch(undefined),
  dueTo: filters.dueTo.catch(undefined),
})
export type RequestSearch = z.infer<typeof RequestSearch>

const listRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/information-requests',
  beforeLoad: agenciesOnly,
  validateSearch: RequestSearch,
  component: lazyRouteComponent(() => import('./request-list.tsx'), 'RequestList'),
})
export const requestListRoutes = [listRoute] as const
