import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { publicRoute, signedInRoute } from '../../app/parent-routes.tsx'
import { chosenSteps } from './enroll-steps.ts'

/** The set-up of a company. Without `step`, the one to take now; a step that was taken can be opened again. */
const wizardRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/enroll',
  validateSearch: z.object({ step: z.enum(chosenSteps).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./enroll-page.tsx'), 'EnrollPage'),
})

/** Where somebody arrives who said that the company is not theirs: their account is closed by then. */
const farewellRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/not-my-company',
  component: lazyRouteComponent(() => import('./farewell-page.tsx'), 'FarewellPage'),
})

export const enrollRoutes = [wizardRoute] as const
export const farewellRoutes = [farewellRoute] as const
