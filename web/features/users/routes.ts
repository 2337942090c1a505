import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { userSorts, userViews } from '#src/modules/users/contract.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'
import type { Session } from '../../app/session.tsx'

/** The state of the list. What a person mistyped in the address is passed over, never an error. */
export const UserSearch = z.object({
  view: z.enum(userViews).optional().catch(undefined),
  sort: z.enum(userSorts).optional().catch(undefined),
  direction: z.enum(['asc', 'desc']).optional().catch(undefined),
})

/** Only Account Administrators have these pages. */
function administratorsOnly({ context }: { context: { session: Session } }): void {
  if (!context.session.can.includes('users.manage')) throw redirect({ to: '/home' })
}
const parent = { getParentRoute: () => signedInRoute, beforeLoad: administratorsOnly }

const listRoute = createRoute({ ...parent, path: '/users', validateSearch: UserSearch, component: lazyRouteComponent(() => import('./users-page.tsx'), 'UsersPage') })
const newRoute = createRoute({
  ...parent,
  path: '/users/new',
  validateSearch: z.object({ kind: z.enum(['third_party']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./new-user-page.tsx'), 'NewUserPage'),
})
const verificationRoute = createRoute({ ...parent, path: '/users/verification', component: lazyRouteComponent(() => import('./verification-page.tsx'), 'VerificationPage') })
const userRoute = createRoute({ ...parent, path: '/users/$id', component: lazyRouteComponent(() => import('./user-page.tsx'), 'UserPage') })
const profileRoute = createRoute({ ...parent, path: '/users/$id/profile', component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage') })
const rolesRoute = createRoute({ ...parent, path: '/users/$id/roles', component: lazyRouteComponent(() => import('./roles-page.tsx'), 'RolesPage') })
const removeRoute = createRoute({ ...parent, path: '/users/$id/remove', component: lazyRouteComponent(() => import('./remove-page.tsx'), 'RemovePage') })
const reassignRoute = createRoute({ ...parent, path: '/users/$id/reassign', component: lazyRouteComponent(() => import('./reassign-page.tsx'), 'ReassignPage') })
const reactivateRoute = createRoute({ ...parent, path: '/users/$id/reactivate', component: lazyRouteComponent(() => import('./reactivate-page.tsx'), 'ReactivatePage') })

export const userRoutes = [listRoute, newRoute, verificationRoute, userRoute, profileRoute, rolesRoute, removeRoute, reassignRoute, reactivateRoute] as const
