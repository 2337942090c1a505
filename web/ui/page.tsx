import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { Icon } from './icon.tsx'

/*
 * The frame of every page: title of the window, path, title line, actions, main column, right column (20rem), rail (12.5rem).
 *   <Page title="All Open" lead="131 of 148 open complaints" actions={…} rail={<ListNav />}>…</Page>
 *   <Page title="C-001234 Brightwater" heading={<>C-001234 <span className="light">Brightwater Home Loans, LLC</span></>}
 *     tags={<Tag …/>} breadcrumb={[<Link to="/complaints">All Open</Link>, 'C-001234']} tabs={<Tabs …/>} aside={<>…<section>…</>}>
 * On a page with one column beside another of other widths, use `layout="lead"` (22rem + rest) or "halves" (5:7): children are the two.
 */
export type PageProps = {
  /** Plain words: the window's title, and the heading when `heading` is not given. */
  title: string
  heading?: ReactNode
  tags?: ReactNode
  lead?: ReactNode
  breadcrumb?: readonly ReactNode[]
  /** At the right of the path: previous and next. */
  pathSide?: ReactNode
  actions?: ReactNode
  tabs?: ReactNode
  /** Between the title line and the columns, over the whole width: a panel, steps. */
  top?: ReactNode
  /** Sections of the right column, each a child of its own. */
  aside?: ReactNode
  rail?: ReactNode
  railLabel?: string
  /** Company and public pages: larger text and fields. */
  roomy?: boolean
  narrow?: boolean
  layout?: 'lead' | 'halves'
  /** The focus goes to the heading when this changes (the path, unless given): a record gives its ID, so that tabs keep the focus. */
  focusKey?: string
  /** After the columns: the sticky bar. */
  foot?: ReactNode
  children: ReactNode
}

// The page that was announced last; on the very first one the browser itself does it.
let focused: string | undefined

/**
 * Names the window and moves the focus to the heading after each navigation. For pages that are not a `Page`:
 * <h1 ref={usePageHeading('Sign in')} tabIndex={-1}>.
 */
export function usePageHeading(title: string, focusKey?: string): RefObject<HTMLHeadingElement | null> {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const heading = useRef<HTMLHeadingElement>(null)
  const key = focusKey ?? path

  useEffect(() => {
    document.title = title === productName ? title : `${title} | SES`
  }, [title])

  useEffect(() => {
    if (focused !== undefined && (focused !== key || document.activeElement === document.body)) heading.current?.focus({ preventScroll: true })
    focused = key
  }, [key])
  return heading
}
const productName = 'State Examination System'

/** Where the focus goes when what had it is gone. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus({ preventScroll: true })
}

/** For a component whose change can take away what has the focus, such as the button that was pressed: the heading gets it. */
export function useKeptFocus(): void {
  const held = useRef<Element | null>(null)
  held.current = document.activeElement
  useEffect(() => {
    if (held.current?.isConnected === false && document.activeElement === document.body) focusHeading()
  })
}

export function Page(props: PageProps): ReactNode {
  const heading = usePageHeading(props.title, props.focusKey)

  const columns = ['page__columns', props.rail ? 'page__columns--rail' : '', props.aside ? 'page__columns--aside' : '', props.layout ? `page__columns--${props.layout}` : ''].filter(Boolean).join(' ')
  return (
    <main id="main" className={props.roomy ? 'roomy' : undefined}>
      <div className={props.narrow ? 'page page--narrow' : 'page'}>
        {props.rail ? (
          <div className={columns}>
            <Rail label={props.railLabel ?? 'Lists'}>{props.rail}</Rail>
            <div className="page__main">
              <PageHead {...props} headingRef={heading} />
              {props.top ? <div className="page__top">{props.top}</div> : null}
              {props.children}
            </div>
            {props.aside ? <aside className="page__aside">{props.aside}</aside> : null}
          </div>
        ) : (
          <>
            <PageHead {...props} headingRef={heading} />
            {props.top ? <div className="page__top">{props.top}</div> : null}
            <div className={columns}>
              {props.layout ? props.children : <div className="page__main">{props.children}</div>}
              {props.aside ? <aside className="page__aside">{props.aside}</aside> : null}
            </div>
          </>
        )}
        {props.foot}
      </div>
    </main>
  )
}

function PageHead({ title, heading, tags, lead, breadcrumb, pathSide, actions, tabs, headingRef }: PageProps & { headingRef: RefObject<HTMLHeadingElement | null> }): ReactNode {
  return (
    <>
      {breadcrumb ? (
        <div className="page__crumbs row row--apart">
          <nav aria-label="Path">
            <ol>
              {breadcrumb.map((crumb, index) => (
                <li key={index} aria-current={index === breadcrumb.length - 1 ? 'page' : undefined}>
                  {crumb}
                </li>
              ))}
            </ol>
          </nav>
          {pathSide ? <div>{pathSide}</div> : null}
        </div>
      ) : null}
      <div className="page__head">
        <div className="page__title">
          <h1 ref={headingRef} tabIndex={-1}>
            {heading ?? title}
          </h1>
          {tags}
          {lead ? <div className="page__lead">{lead}</div> : null}
        </div>
        {actions ? <div className="page__actions">{actions}</div> : null}
      </div>
      {tabs}
    </>
  )
}

function Rail({ label, children }: { label: string; children: ReactNode }): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <div className="page__rail" data-open={open}>
      <button type="button" className="usa-button usa-button--quiet page__filters-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="filter_list" />
        {label}
      </button>
      <nav className="rail-nav" aria-label={label}>
        {children}
      </nav>
    </div>
  )
}

/** A part of a page under its own title. `side` stands at the right of the title, `hint` under it. */
export function Section({ title, count, lead, side, hint, level = 2, children }: { title: ReactNode; count?: ReactNode; lead?: ReactNode; side?: ReactNode; hint?: ReactNode; level?: 2 | 3; children: ReactNode }): ReactNode {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className="section">
      <div className="section__head">
        <Heading>
          {title}
          {count === undefined ? null : <span className="count num"> {count}</span>}
        </Heading>
        {lead ? <span className="muted">{lead}</span> : null}
        {side ? <div className="section__side">{side}</div> : null}
      </div>
      {hint}
      {children}
    </section>
  )
}
