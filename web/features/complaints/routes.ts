import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { ListComplaints } from '#src/modules/complaints/contract.ts'
import { closeReasons } from '#src/modules/complaints/domain/closing.ts'
import { agenciesOnly } from '../../agency/agencies-only.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'
import { intakeSteps } from './intake/intake-steps.ts'
import { companyViewPages } from './company-view/routes.ts'
import { discussionTabs } from './discussion/routes.ts'
import { importPages } from './import/routes.ts'
import { letterPages, lettersTabs } from './letters/routes.ts'
import { lifecyclePages } from './lifecycle/routes.ts'
import { printPages } from './print/routes.ts'
import { HistorySearch } from './record/history-filters.ts'
import { recordRoute, tab } from './record/record-route.ts'
import { researchTabs } from './research/routes.ts'
import { reviewPages } from './review/routes.ts'
import { citationPages, violationsTabs } from './violations/routes.ts'

const filters = ListComplaints.shape
/** The state of the list. What a person mistyped in the address is passed over, never an error. */
export const ComplaintSearch = z.object({
  view: filters.view.unwrap().optional().catch(undefined),
  status: filters.status.unwrap().transform((chosen) => chosen[0]).optional().catch(undefined),
  waitingFor: filters.waitingFor.catch(undefined),
  companyId: filters.companyId.catch(undefined),
  entityId: filters.entityId.catch(undefined),
  subjectKind: filters.subjectKind.catch(undefined),
  productId: filters.productId.catch(undefined),
  issueId: filters.issueId.catch(undefined),
  pocId: filters.pocId.catch(undefined),
  agencyId: filters.agencyId.catch(undefined),
  requests: filters.requests.catch(undefined),
  canceled: filters.canceled.catch(undefined),
  ended: filters.ended.catch(undefined),
  without: filters.without.catch(undefined),
  closeReason: filters.closeReason.catch(undefined),
  cfpbId: filters.cfpbId.catch(undefined),
  transactionState: filters.transactionState.catch(undefined),
  businessType: filters.businessType.catch(undefined),
  ageGroup: filters.ageGroup.catch(undefined),
  receivedFrom: filters.receivedFrom.catch(undefined),
  receivedTo: filters.receivedTo.catch(undefined),
  enteredFrom: filters.enteredFrom.catch(undefined),
  enteredTo: filters.enteredTo.catch(undefined),
  closedFrom: filters.closedFrom.catch(undefined),
  closedTo: filters.closedTo.catch(undefined),
  dueFrom: filters.dueFrom.catch(undefined),
  dueTo: filters.dueTo.catch(undefined),
  sort: filters.sort.unwrap().optional().catch(undefined),
  direction: filters.direction.unwrap().optional().catch(undefined),
  // The columns that are shown, in order: "id.subject.due".
  columns: z.string().max(200).optional().catch(undefined),
})
export type ComplaintSearch = z.infer<typeof ComplaintSearch>

const listRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints',
  beforeLoad: agenciesOnly,
  validateSearch: ComplaintSearch,
  component: lazyRouteComponent(() => import('./list/complaint-list.tsx'), 'ComplaintList'),
})

const newRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints/new',
  beforeLoad: agenciesOnly,
  // From a company's or an entity's record.
  validateSearch: z.object({ companyId: filters.companyId.catch(undefined), entityId: filters.companyId.catch(undefined) }),
  component: lazyRouteComponent(() => import('./intake/start-complaint.tsx'), 'StartComplaint'),
})

const intakeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/complaints/$id/intake',
  // `field`: the field that a link of the check leads to.
  validateSearch: z.object({ step: z.enum(intakeSteps).optional().catch(undefined), field: z.string().max(60).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./intake/intake-page.tsx'), 'IntakePage'),
})

const closeRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/complaints/$id/close', validateSearch: z.object({ reason: z.enum(closeReasons).optional().catch(undefined) }), component: lazyRouteComponent(() => import('./close/close-page.tsx'), 'ClosePage') })

const summaryRoute = createRoute({ getParentRoute: () => recordRoute, path: '/', ...tab, component: lazyRouteComponent(() => import('./record/summary-tab.tsx'), 'SummaryTab') })
const detailsRoute = createRoute({
  getParentRoute: () => recordRoute,
  path: 'details',
  ...tab,
  validateSearch: z.object({ edit: z.boolean().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./record/details-tab.tsx'), 'DetailsTab'),
})
const requestsRoute = createRoute({ getParentRoute: () => recordRoute, path: 'information-requests', ...tab, component: lazyRouteComponent(() => import('./record/requests-tab.tsx'), 'RequestsTab') })
const documentsRoute = createRoute({ getParentRoute: () => recordRoute, path: 'documents', ...tab, component: lazyRouteComponent(() => import('./record/documents-tab.tsx'), 'DocumentsTab') })
const historyRoute = createRoute({ getParentRoute: () => recordRoute, path: 'history', ...tab, validateSearch: HistorySearch, component: lazyRouteComponent(() => import('./record/history-tab.tsx'), 'HistoryTab') })

export const complaintRoutes = [
  listRoute, newRoute, intakeRoute, closeRoute,
  ...reviewPages, ...lifecyclePages, ...importPages, ...companyViewPages, ...printPages, ...letterPages, ...citationPages,
  recordRoute.addChildren([summaryRoute, detailsRoute, requestsRoute, documentsRoute, ...researchTabs, ...violationsTabs, ...lettersTabs, ...discussionTabs, historyRoute]),
] as const
