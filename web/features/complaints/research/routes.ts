import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { channels, researchKinds } from '#src/modules/research/domain/research-words.ts'
import { recordRoute, tab } from '../record/record-route.ts'

const researchRoute = createRoute({
  getParentRoute: () => recordRoute,
  path: 'research',
  ...tab,
  validateSearch: z.object({ kind: z.enum(researchKinds).optional().catch(undefined), channel: z.enum(channels).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./research-tab.tsx'), 'ResearchTab'),
})

/** Tabs of the record: children of recordRoute (record/record-route.ts). */
export const researchTabs = [researchRoute] as const
