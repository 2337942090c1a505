import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { AskReport } from '#src/modules/reports/report-contract.ts'
import { agenciesOnly } from '../../agency/agencies-only.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'

const filters = AskReport.shape
/** The state of a report. What a person mistyped in the address is passed over. */
export const ReportSearch = z.object({
  by: filters.by.catch(undefined),
  period: filters.period.catch(undefined),
  from: filters.from.catch(undefined),
  to: filters.to.catch(undefined),
  status: filters.status.catch(undefined),
  standing: filters.standing.catch(undefined),
  closeReason: filters.closeReason.catch(undefined),
  pocId: filters.pocId.catch(undefined),
  companyId: filters.companyId.catch(undefined),
  productId: filters.productId.catch(undefined),
  issueId: filters.issueId.catch(undefined),
  state: filters.state.catch(undefined),
})
export type ReportSearch = z.infer<typeof ReportSearch>

const overviewRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/reports', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./overview-page.tsx'), 'OverviewPage') })
const reportRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/reports/$report',
  beforeLoad: agenciesOnly,
  validateSearch: ReportSearch,
  component: lazyRouteComponent(() => import('./report-page.tsx'), 'ReportPage'),
})
export const reportRoutes = [overviewRoute, reportRoute] as const
