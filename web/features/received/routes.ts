import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { receivedViews } from '#src/modules/information-requests/contract.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'

/** Complaints as the company that received them sees them, and the requests that it answers. */
const listRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/received',
  validateSearch: z.object({ view: z.enum(receivedViews).optional().catch(undefined), agencyId: z.uuid().optional().catch(undefined), pocId: z.uuid().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/received-list.tsx'), 'ReceivedList'),
})

const recordRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/received/$id',
  component: lazyRouteComponent(() => import('./pages/received-record.tsx'), 'ReceivedComplaint'),
})
const summaryRoute = createRoute({ getParentRoute: () => recordRoute, path: '/', component: lazyRouteComponent(() => import('./pages/summary-tab.tsx'), 'SummaryTab') })
const requestsRoute = createRoute({ getParentRoute: () => recordRoute, path: '/information-requests', component: lazyRouteComponent(() => import('./pages/requests-tab.tsx'), 'RequestsTab') })
const documentsRoute = createRoute({ getParentRoute: () => recordRoute, path: '/documents', component: lazyRouteComponent(() => import('./pages/documents-tab.tsx'), 'DocumentsTab') })
const lettersRoute = createRoute({ getParentRoute: () => recordRoute, path: '/letters', component: lazyRouteComponent(() => import('./pages/letters-tab.tsx'), 'LettersTab') })
const historyRoute = createRoute({ getParentRoute: () => recordRoute, path: '/history', component: lazyRouteComponent(() => import('./pages/history-tab.tsx'), 'HistoryTab') })

const letterRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/received/$id/letters/$letterId', component: lazyRouteComponent(() => import('./pages/letter-page.tsx'), 'ReceivedLetterPage') })

const pocRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/received/$id/point-of-contact',
  component: lazyRouteComponent(() => import('./pages/assign-poc.tsx'), 'AssignPointOfContact'),
})

const submitRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/received/$id/submit',
  component: lazyRouteComponent(() => import('./pages/submit-answers.tsx'), 'SubmitAnswers'),
})

const requestRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/received-requests/$id',
  validateSearch: z.object({ round: z.number().int().min(1).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/answer-page.tsx'), 'AnswerPage'),
})

export const receivedRoutes = [listRoute, recordRoute.addChildren([summaryRoute, requestsRoute, lettersRoute, documentsRoute, historyRoute]), letterRoute, pocRoute, submitRoute, requestRoute] as const
