import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import { CurrentSession } from '#src/modules/accounts/contract.ts'
import { Dialog } from '../ui/dialog.tsx'
import { setUploadSignIn } from '../ui/files/upload-session.ts'
import { Skeleton } from '../ui/loading.tsx'
import { api, setSessionKeeper } from './api.ts'
import { sessionQuery, signOut, useSession } from './session.tsx'

const loadSteps = () => import('../features/session/sign-in-again.tsx')
const SignInAgain = lazy(() => loadSteps().then(({ SignInAgain: steps }) => ({ default: steps })))

type Waiting = { resolve: () => void; reject: (reason: Error) => void }

/**
 * Stands once in the signed-in layout. When a request finds the session ended, it asks to sign in over the page;
 * the request is then repeated, and everything typed is still there. Another person cannot take over the page.
 */
export function SessionDialog(): ReactNode {
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const session = useSession()
  const client = useQueryClient()

  useEffect(() => {
    setSessionKeeper(
      () =>
        new Promise<void>((resolve, reject) => {
          setWaiting({ resolve, reject })
        }),
    )
    // A session that ended is found out by reading it, which asks to sign in.
    setUploadSignIn(async () => {
      await api.get('/session', CurrentSession, { background: true })
    })
    // Fetched now, while the server answers, though not in the way of the first page. Without a network it is fetched when it is needed.
    const timer = setTimeout(() => void loadSteps().catch(() => undefined), 3000)
    return () => {
      clearTimeout(timer)
      setSessionKeeper(undefined)
      setUploadSignIn(undefined)
    }
  }, [])

  if (!waiting) return null
  async function done() {
    waiting?.resolve()
    setWaiting(null)
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }
  return (
    <Dialog title="Sign in to go on">
      <p>Your session ended after a while without use. What you typed is still here.</p>
      <Suspense fallback={<Skeleton lines={4} height={16} />}>
        <SignInAgain session={session} onDone={() => void done()} />
      </Suspense>
      <p className="small">
        <button
          type="button"
          className="link-button"
          onClick={() => {
            waiting.reject(new Error('Signed out'))
            void signOut()
          }}
        >
          Sign out and leave this page
        </button>
      </p>
    </Dialog>
  )
}
