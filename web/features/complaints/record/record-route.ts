import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../../app/parent-routes.tsx'
import { TabError, TabPending } from './tab-states.tsx'

/** The frame of a complaint: its tabs are child routes of this one. */
export const recordRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/complaints/$id', component: lazyRouteComponent(() => import('./record-frame.tsx'), 'RecordFrame') })
/** What each tab shows while it loads, and when it cannot. */
export const tab = { pendingComponent: TabPending, errorComponent: TabError }
