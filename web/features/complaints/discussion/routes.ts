import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { recordRoute, tab } from '../record/record-route.ts'

const discussionRoute = createRoute({
  getParentRoute: () => recordRoute,
  path: 'discussion',
  ...tab,
  // The post to which a message led.
  validateSearch: z.object({ post: z.uuid().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./discussion-tab.tsx'), 'DiscussionTab'),
})

/** Tabs of the record: children of recordRoute (record/record-route.ts). */
export const discussionTabs = [discussionRoute] as const
