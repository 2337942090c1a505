import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { AppError, RootError } from './error-pages.tsx'
import { NotFound } from './not-found.tsx'
import { queryClient } from './query-client.ts'
import { serviceStatusQuery } from './service-status.ts'
import { addresses } from './addresses.ts'
import { sessionQuery, type Session } from './session.tsx'
import { AnybodysFrame, PublicShell, SignedInShell } from './shell.tsx'

/*
 * The three parents of every route; routes.tsx lists the children.
 *   rootRoute      nothing around
 *   publicRoute    header and footer for everybody
 *   signedInRoute  opens only with a session, else leads to the sign-in and back
 */
export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: () => <AnybodysFrame><NotFound /></AnybodysFrame>, errorComponent: RootError })

export const publicRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'public',
  component: PublicShell,
  errorComponent: AppError,
  // The band above the header and the visitor's name must be there from the first moment, or everything would move.
  loader: () => Promise.allSettled([queryClient.query(serviceStatusQuery), queryClient.query(sessionQuery)]),
})

export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: SignedInShell,
  errorComponent: RootError,
  notFoundComponent: NotFound,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.query({ ...sessionQuery, staleTime: 'static' })
    // The fragment may hold searched words: it goes along in the fragment, never in the query.
    if (!session) throw redirect({ to: '/sign-in', search: { to: location.pathname + location.searchStr }, hash: location.hash })
    const leadsTo = mustGoTo(session, location.pathname)
    if (leadsTo !== null) throw redirect({ to: leadsTo })
    return { session }
  },
})

/** What comes before everything else: the terms of use; for a company that is being set up, its enrollment. */
function mustGoTo(session: Session, path: string): string | null {
  if (session.mustAcceptTerms) return path === addresses.terms ? null : addresses.terms
  const settingUp = session.kind === 'company' && session.enrollment !== 'complete'
  const stays = [addresses.enroll, addresses.account, addresses.terms].some((place) => path === place || path.startsWith(`${place}/`))
  return settingUp && !stays ? addresses.enroll : null
}
