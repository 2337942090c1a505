import { Link, Outlet, useChildMatches, useRouterState } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { LiveRegion } from '../ui/live-region.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { addresses } from './addresses.ts'
import { Footer } from './footer.tsx'
import { HeaderSearch } from './header-search.tsx'
import { LiveConnection } from './live/live.tsx'
import { SessionDialog } from './session-dialog.tsx'
import { signOut, useSession, useSessionIfAny, type Session } from './session.tsx'
import { useServiceStatus } from './service-status.ts'

/** Header, navigation and footer of signed-in pages; `Page` of each feature stands between. */
export function SignedInShell(): ReactNode {
  return (
    <SignedInFrame>
      <Outlet />
    </SignedInFrame>
  )
}

function SignedInFrame({ children }: { children: ReactNode }): ReactNode {
  const session = useSession()
  return (
    <div className="shell">
      <SkipLink />
      {session.environment === 'training' ? (
        <TrainingBand>
          <Link to={addresses.mailbox}>Mailbox</Link>
        </TrainingBand>
      ) : null}
      <SignedInHeader session={session} />
      {children}
      <Footer />
      <SessionDialog />
      {session.mustAcceptTerms ? null : <LiveConnection />}
      <LiveRegion />
    </div>
  )
}

/** The front page and the sign-in look the same for everybody; other public pages keep the header of who is signed in. */
export function PublicShell(): ReactNode {
  const front = useChildMatches({ select: (matches) => matches.some(({ routeId }) => routeId === '/public/' || routeId === '/public/sign-in') })
  const Frame = front ? PublicFrame : AnybodysFrame
  return (
    <Frame>
      <Outlet />
    </Frame>
  )
}

/** The signed-in header when there is a session, else the public one; also around an address that does not exist. */
export function AnybodysFrame({ children }: { children: ReactNode }): ReactNode {
  const session = useSessionIfAny()
  return session ? <SignedInFrame>{children}</SignedInFrame> : <PublicFrame>{children}</PublicFrame>
}

function PublicFrame({ children }: { children: ReactNode }): ReactNode {
  const session = useSessionIfAny()
  const { data: status } = useServiceStatus()
  return (
    <div className="shell">
      <SkipLink />
      {status?.environment === 'training' ? <TrainingBand>{status.otherEnvironmentUrl ? <a href={status.otherEnvironmentUrl}>Go to production</a> : null}</TrainingBand> : null}
      <header className="header header--public">
        <div className="header__inner">
          <Link className="header__name" to="/">
            State Examination System
          </Link>
          <nav className="header__public-nav" aria-label="Main">
            <Link to="/help" className="header__full">
              Help
            </Link>
            <Link to={session ? addresses.home : '/sign-in'}>{session ? 'Your work' : 'Sign in'}</Link>
          </nav>
        </div>
      </header>
      {children}
      <Footer />
      <LiveRegion />
    </div>
  )
}

function SkipLink(): ReactNode {
  return (
    <a className="usa-skipnav" href="#main" onClick={skip}>
      Skip to main content
    </a>
  )
}

/** The fragment holds searched words, so the skip link moves the focus without touching the address. */
function skip(event: React.MouseEvent): void {
  event.preventDefault()
  const heading = document.querySelector<HTMLElement>('main h1')
  heading?.focus()
}

function TrainingBand({ children }: { children?: ReactNode }): ReactNode {
  return (
    <div className="band" role="region" aria-label="Training environment">
      <div className="band__inner">
        <span>
          <strong>Training</strong>
          <span className="band__long">Invented companies and people. Nothing here reaches a real company.</span>
          <span className="band__short">Nothing here is real.</span>
        </span>
        {children}
      </div>
    </div>
  )
}

function SignedInHeader({ session }: { session: Session }): ReactNode {
  const [open, setOpen] = useState(false)
  const path = useRouterState({ select: (state) => state.location.href })
  useEffect(() => setOpen(false), [path])
  const organisation = session.organisation?.shortName ?? 'Platform'
  const unread = session.unreadNotifications
  return (
    <header
      className="header"
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false)
      }}
    >
      <div className="header__inner">
        <Link className="header__name" to={addresses.home}>
          <span className="header__full">State Examination System</span>
          <span className="header__short">SES</span>
        </Link>
        <div className="header__wide">
          <Navigation session={session} />
          {maySearch(session) ? <HeaderSearch shortcut /> : null}
        </div>
        <div className="header__tools">
          <Link to={addresses.notifications} className="icon-button header__bell" aria-label={unread > 0 ? `Notifications, ${String(unread)} unread` : 'Notifications'}>
            <Icon name="notifications" />
            {unread > 0 ? (
              <span className="header__badge num" aria-hidden="true">
                {unread > 99 ? '99+' : unread}
              </span>
            ) : null}
          </Link>
          <Link to="/help" className="icon-button" aria-label="Help">
            <Icon name="help_outline" />
          </Link>
          <div className="header__account">
            <MenuButton
              label="Account"
              className="header__person-button"
              face={
                <span>
                  <span className="sr-only">Account of </span>
                  {session.user.name} <small>{organisation}</small>
                </span>
              }
            >
              <span className="menu__text">
                <strong>{session.user.name}</strong>
                <br />
                <span className="muted small">{session.user.email}</span>
              </span>
              {session.mustAcceptTerms ? null : (
                <Link to={addresses.account}>
                  <Icon name="person" />
                  Your account
                </Link>
              )}
              <button type="button" onClick={() => void signOut()}>
                <Icon name="logout" />
                Sign out
              </button>
            </MenuButton>
          </div>
          <button type="button" className="icon-button header__menu-button" aria-label="Menu" aria-expanded={open} aria-controls="menu" onClick={() => setOpen(!open)}>
            <Icon name={open ? 'close' : 'menu'} />
          </button>
        </div>
      </div>
      {open ? (
        <div id="menu" className="header__drawer">
          {maySearch(session) ? <HeaderSearch /> : null}
          <Navigation session={session} />
          <div className="header__person">
            <span>
              {session.user.name}
              <br />
              <small>{organisation}</small>
            </span>
            <button type="button" className="link-button" onClick={() => void signOut()}>
              Sign out
            </button>
          </div>
        </div>
      ) : null}
    </header>
  )
}

/** Before the terms of use are accepted, and while a company is set up, there is one task and no navigation. */
function isSettingUp(session: Session): boolean {
  return session.mustAcceptTerms || (session.kind === 'company' && session.enrollment !== 'complete')
}

function maySearch(session: Session): boolean {
  return (session.can.includes('complaint.view') || session.can.includes('received.view')) && !isSettingUp(session)
}

/** Only what exists and what this person may open. */
function Navigation({ session }: { session: Session }): ReactNode {
  if (isSettingUp(session)) return null
  return (
    <nav className="header__nav" aria-label="Main">
      <ul>
        {session.kind === 'company' ? (
          <>
            <NavLink to={addresses.home}>Home</NavLink>
            <NavLink to={addresses.received} also={['/received-requests', '/deputies']}>Complaints</NavLink>
          </>
        ) : null}
        {session.kind === 'agency' && session.can.includes('complaint.view') ? <NavLink to={addresses.complaints} also={ofComplaints}>Complaints</NavLink> : null}
        {session.kind === 'agency' && session.can.includes('company.view') ? <NavLink to={addresses.companies} also={['/entities', '/company-account-requests']}>Companies</NavLink> : null}
        {session.kind === 'agency' && session.can.includes('report.view') ? <NavLink to="/reports" also={['/referrals', '/access-requests']}>Reports</NavLink> : null}
        {session.kind === 'platform' ? (
          <>
            <NavLink to={addresses.agencies}>Agencies</NavLink>
            <NavLink to={addresses.companyAccounts}>Company accounts</NavLink>
            <NavLink to={addresses.directory}>NMLS directory</NavLink>
            <NavLink to={addresses.mails}>E-mails</NavLink>
          </>
        ) : null}
        {session.can.includes('users.manage') ? <NavLink to={addresses.users}>Users</NavLink> : null}
        {session.can.includes('profile.manage') ? <NavLink to={addresses.profile} also={['/integrations']}>{session.kind === 'company' ? 'Company profile' : 'Agency profile'}</NavLink> : null}
      </ul>
    </nav>
  )
}

/** Pages of the agency's complaints that lie beside them. */
const ofComplaints = ['/information-requests', '/request-library', '/retention', '/letter-templates', '/citations']

/** `also`: addresses whose pages, and those below, belong under this link though they lie elsewhere. */
function NavLink({ to, also = [], children }: { to: string; also?: readonly string[]; children: ReactNode }): ReactNode {
  const within = useRouterState({ select: ({ location: { pathname } }) => also.some((place) => pathname === place || pathname.startsWith(`${place}/`)) })
  return (
    <li>
      <Link to={to} aria-current={within ? 'page' : undefined}>
        {children}
      </Link>
    </li>
  )
}
