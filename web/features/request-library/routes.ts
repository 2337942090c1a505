import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { agenciesOnly } from '../../agency/agencies-only.ts'
import { signedInRoute } from '../../app/parent-routes.tsx'

const libraryRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/request-library', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./library-page.tsx'), 'LibraryPage') })
const templateRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/request-library/templates/$templateId', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./template-page.tsx'), 'TemplatePage') })
const setRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/request-library/sets/$setId', beforeLoad: agenciesOnly, component: lazyRouteComponent(() => import('./set-page.tsx'), 'SetPage') })

export const requestLibraryRoutes = [libraryRoute, templateRoute, setRoute] as const
