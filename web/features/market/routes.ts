import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { AskMarket } from '#src/modules/reports/market-contract.ts'
import { agenciesOnly } from '../../agency/agencies-only.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'

const filters = AskMarket.shape
/** What is asked of the market. What a person mistyped in the address is passed over. */
export const MarketSearch = z.object({
  by: filters.by.unwrap().optional().catch(undefined),
  from: filters.from.catch(undefined),
  to: filters.to.catch(undefined),
  agencyId: filters.agencyId.catch(undefined),
  companyId: filters.companyId.catch(undefined),
  entityId: filters.entityId.catch(undefined),
  productId: filters.productId.catch(undefined),
  issueId: filters.issueId.catch(undefined),
  state: filters.state.catch(undefined),
  status: filters.status.catch(undefined),
})
export type MarketSearch = z.infer<typeof MarketSearch>

const marketRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/reports/market',
  beforeLoad: agenciesOnly,
  validateSearch: MarketSearch,
  component: lazyRouteComponent(() => import('./market-page.tsx'), 'MarketPage'),
})
export const marketRoutes = [marketRoute] as const
