import { lazy, Suspense, type ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

// Needed once by each person; where it does not arrive, the key below is enough.
const QrCode = lazy(() => import('./qr-code.tsx').then(({ QrCode: code }) => ({ default: code })).catch(() => ({ default: () => null })))

/** The key of an authenticator app: to scan, to open on this device, or to type. */
export function AuthenticatorKey({ secret: { secret, uri } }: { secret: { secret: string; uri: string } }): ReactNode {
  return (
    <div className="authenticator-key">
      In the app, choose to add an account, then scan this code. Is the app on this device? <a href={uri}>Open it in the app</a>.
      <div className="authenticator-key__code">
        <Suspense>
          <QrCode text={uri} label="QR code of the key below, for an authenticator app" />
        </Suspense>
      </div>
      Cannot scan it? Type this key into the app (type: time based):
      <p className="authenticator-key__text mono">
        {secret.match(/.{1,4}/g)?.join(' ')} <CopyButton text={secret} what="the key" />
      </p>
    </div>
  )
}
