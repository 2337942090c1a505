import { createRouter } from '@tanstack/react-router'
import { Skeleton } from '../ui/loading.tsx'
import { AppError } from './error-pages.tsx'
import { NotFound } from './not-found.tsx'
import { routeTree } from './routes.tsx'

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
  defaultPendingComponent: PendingPage,
  defaultErrorComponent: AppError,
  defaultNotFoundComponent: NotFound,
  defaultHashScrollIntoView: false,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function PendingPage() {
  return (
    <main id="main">
      <div className="page">
        <h1 className="sr-only">Loading the page</h1>
        <Skeleton lines={6} height={48} label="Loading the page" />
      </div>
    </main>
  )
}
