import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { addresses } from '../../app/addresses.ts'
import { useServiceStatus } from '../../app/service-status.ts'
import { useSessionIfAny } from '../../app/session.tsx'
import { usePageHeading } from '../../ui/page.tsx'
import { ParticipationMap } from './participation-map.tsx'
import { StatusStrip } from './status-strip.tsx'
import './public-home.scss'

/** What this is, whether it works now, who takes part, and a door for each kind of visitor. */
export function PublicHome(): ReactNode {
  const session = useSessionIfAny()
  const { data: status } = useServiceStatus()
  const heading = usePageHeading('State Examination System')
  return (
    <main id="main" className="roomy public-home">
      <div className="hero">
        <div className="hero__inner">
          <div className="hero__words">
            <h1 ref={heading} tabIndex={-1}>Where state regulators and companies resolve consumer complaints</h1>
            <p>State financial agencies send requests here. Companies answer them here. Both see what is due, and when.</p>
          </div>
          <div className="hero__sign-in">
            <h2>{session ? `Welcome back, ${session.user.name}` : 'Sign in'}</h2>
            <p className="muted">For agencies and for companies with an account.</p>
            <Link className="usa-button" to={session ? addresses.home : '/sign-in'}>
              {session ? 'Go to your work' : 'Sign in'}
            </Link>
            {status?.environment === 'training' && !session ? <p className="small">This is the training environment: accounts of invented people stand on the next page.</p> : null}
            {status?.environment === 'production' && status.otherEnvironmentUrl ? (
              <p className="small">
                <a href={status.otherEnvironmentUrl}>Try the training environment</a> with invented companies
              </p>
            ) : null}
          </div>
        </div>
      </div>
      <StatusStrip />
      <div className="public-home__columns">
        <ParticipationMap />
        <Doors support={session?.support ?? status?.support} />
      </div>
    </main>
  )
}

function Doors({ support }: { support: { phone: string; email: string } | undefined }): ReactNode {
  return (
    <div className="doors">
      <section>
        <h2>Did you get an e-mail about a request?</h2>
        <p>A state agency has sent your company a complaint. Is it your first? Open the link in the e-mail that invited you. If you have an account, sign in to read it and to answer.</p>
        <Link to="/help" hash="answer">
          How to answer your first request
        </Link>
      </section>
      <section>
        <h2>Is your agency or company new?</h2>
        <p>A company is invited by e-mail when a state agency first writes to it; it cannot sign up by itself. Agencies get their accounts from the people who run this system: ask support.</p>
        <Link to="/help">How the system works</Link>
      </section>
      <section>
        <h2>Are you a consumer?</h2>
        <p>You cannot file a complaint here. Your state’s regulator takes it: choose your state on this page to see which agency that is.</p>
      </section>
      {support ? (
        <section>
          <h2>Support</h2>
          <p>
            <a href={`tel:${support.phone.replace(/[^\d+]/g, '')}`}>{support.phone}</a>
          </p>
          <p>
            <a href={`mailto:${support.email}`}>{support.email}</a>
          </p>
        </section>
      ) : null}
    </div>
  )
}
