import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { signOnProblems } from '#src/modules/accounts/domain/sign-on.ts'
import { publicRoute, signedInRoute } from '../../app/parent-routes.tsx'
import { queryClient } from '../../app/query-client.ts'
import { serviceStatusQuery } from '../../app/service-status.ts'
import { signInWaysQuery } from './sign-in-ways-query.ts'
import { trainingAccountsQuery } from './training-accounts-query.ts'

export const signInRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/sign-in',
  // Where to go afterwards: a path of this site, never another one.
  // `step` and `problem`: how a single sign-on came back.
  validateSearch: z.object({
    to: z.string().regex(/^\/(?!\/|\\)/).optional().catch(undefined),
    step: z.enum(['second_factor', 'set_up_second_factor']).optional().catch(undefined),
    problem: z.enum(signOnProblems).optional().catch(undefined),
  }),
  // Read before the page stands, so that nothing moves when the accounts come.
  loader: async () => {
    const [status] = await Promise.all([queryClient.query(serviceStatusQuery).catch(() => null), queryClient.query(signInWaysQuery).catch(() => null)])
    if (status?.environment === 'training') await queryClient.query(trainingAccountsQuery).catch(() => null)
  },
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
})

/** The links of e-mails lead to the next two; their tokens stand in the fragment. */
const activateRoute = createRoute({ getParentRoute: () => publicRoute, path: '/activate', component: lazyRouteComponent(() => import('./activate-page.tsx'), 'ActivatePage') })
const newPasswordRoute = createRoute({ getParentRoute: () => publicRoute, path: '/reset-password/new', component: lazyRouteComponent(() => import('./new-password-page.tsx'), 'NewPasswordPage') })
const resetRoute = createRoute({ getParentRoute: () => publicRoute, path: '/reset-password', component: lazyRouteComponent(() => import('./reset-page.tsx'), 'ResetPage') })

const termsRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/terms-of-use',
  validateSearch: z.object({ for: z.enum(['agency', 'company']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./terms-page.tsx'), 'TermsPage'),
})
const acceptTermsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/accept-terms',
  // The last step of setting up an account.
  validateSearch: z.object({ setUp: z.boolean().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./accept-terms-page.tsx'), 'AcceptTermsPage'),
})

export const sessionRoutes = [signInRoute, activateRoute, resetRoute, newPasswordRoute, termsRoute] as const
export const ownSessionRoutes = [acceptTermsRoute] as const
