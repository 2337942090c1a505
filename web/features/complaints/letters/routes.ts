import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../../app/parent-routes.tsx'
import { agenciesOnly } from '../../../agency/agencies-only.ts'
import { recordRoute, tab } from '../record/record-route.ts'

const lettersRoute = createRoute({ getParentRoute: () => recordRoute, path: 'letters', ...tab, component: lazyRouteComponent(() => import('./letters-tab.tsx'), 'LettersTab') })
const letterRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/complaints/$id/letters/$letterId', component: lazyRouteComponent(() => import('./letter-page.tsx'), 'LetterPage') })
const templatesRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/letter-templates', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./templates-page.tsx'), 'TemplatesPage') })
const templateRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/letter-templates/$templateId', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./template-page.tsx'), 'TemplatePage') })

/** Tabs of the record: children of recordRoute (record/record-route.ts). */
export const lettersTabs = [lettersRoute] as const
/** Pages of their own: children of signedInRoute. */
export const letterPages = [letterRoute, templatesRoute, templateRoute] as const
