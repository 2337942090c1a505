import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { publicRoute } from '../../app/parent-routes.tsx'

const listRoute = createRoute({ getParentRoute: () => publicRoute, path: '/training/mailbox', component: lazyRouteComponent(() => import('./mailbox-page.tsx'), 'MailboxPage') })
const mailRoute = createRoute({ getParentRoute: () => publicRoute, path: '/training/mailbox/$id', component: lazyRouteComponent(() => import('./mail-page.tsx'), 'MailPage') })

export const mailboxRoutes = [listRoute, mailRoute] as const
