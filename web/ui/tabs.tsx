import { useLocation } from '@tanstack/react-router'
import { Children, useEffect, useRef, type ReactNode } from 'react'

/**
 * Tabs that are links, each with its own address; the row scrolls where it does not fit.
 * Children are router links, which mark the current one themselves (aria-current="page"):
 *   <Tabs label="Parts of the complaint">
 *     <Link to="/complaints/$id" params={{ id }} activeOptions={{ exact: true }}>Summary</Link>
 *     <Link to="/complaints/$id/documents" params={{ id }}>Documents <TabCount>{9}</TabCount></Link>
 *   </Tabs>
 */
export function Tabs({ label, children }: { label: string; children: ReactNode }): ReactNode {
  const nav = useRef<HTMLElement>(null)
  const path = useLocation({ select: ({ href }) => href })
  // Where the row scrolls, the current tab is in view. Only sideways: the page stays where it is.
  useEffect(() => {
    const row = nav.current
    const current = row?.querySelector<HTMLElement>('[aria-current="page"]')
    if (!row || !current) return
    const { left, right } = current.getBoundingClientRect()
    const view = row.getBoundingClientRect()
    if (left < view.left || right > view.right) row.scrollLeft += (left + right) / 2 - (view.left + view.right) / 2
  }, [path])
  return (
    <nav className="tabs" aria-label={label} ref={nav}>
      <ul className="tabs__row">
        {Children.map(children, (child) => (child ? <li>{child}</li> : null))}
      </ul>
    </nav>
  )
}

export function TabCount({ children }: { children: ReactNode }): ReactNode {
  return <span className="count num">{children}</span>
}
