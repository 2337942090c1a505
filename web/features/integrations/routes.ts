import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { signedInRoute } from '../../app/parent-routes.tsx'
import { deliveryStates } from '#src/modules/integrations/webhook-contract.ts'

/** An organization's own systems: tokens with which they use the API, addresses to which events are sent. */
const ownTokensRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/account/api-tokens', component: lazyRouteComponent(() => import('./own-tokens-page.tsx'), 'OwnTokensPage') })
const integrationsRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/integrations', component: lazyRouteComponent(() => import('./integrations-page.tsx'), 'IntegrationsPage') })
const newWebhookRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/integrations/webhooks/new', component: lazyRouteComponent(() => import('./webhook-form-page.tsx'), 'NewWebhookPage') })
const webhookRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/integrations/webhooks/$id',
  validateSearch: z.object({ state: z.enum(deliveryStates).optional().catch(undefined), event: z.string().max(60).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./webhook-page.tsx'), 'WebhookPage'),
})
const editWebhookRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/integrations/webhooks/$id/edit', component: lazyRouteComponent(() => import('./webhook-form-page.tsx'), 'EditWebhookPage') })

export const integrationRoutes = [ownTokensRoute, integrationsRoute, newWebhookRoute, webhookRoute, editWebhookRoute] as const
