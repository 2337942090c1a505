import { lazy, Suspense, type ReactNode } from 'react'
import type { Confirmed } from '../../app/confirm.tsx'
import { Skeleton } from '../../ui/loading.tsx'

const Passkeys = lazy(async () => ({ default: (await import('./passkeys.tsx')).Passkeys }))

export function PasskeysOfAccount({ confirmed }: { confirmed: Confirmed }): ReactNode {
  return (
    <Suspense fallback={<Skeleton lines={3} height={44} label="Loading your passkeys" />}>
      <Passkeys confirmed={confirmed} />
    </Suspense>
  )
}
