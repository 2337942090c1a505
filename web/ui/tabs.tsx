import { Children, type ReactNode } from 'react'

/**
 * Tabs that are links, each with its own address; the row scrolls where it does not fit.
 * Children are router links, which mark the current one themselves (aria-current="page"):
 *   <Tabs label="Parts of the complaint">
 *     <Link to="/complaints/$id" params={{ id }} activeOptions={{ exact: true }}>Summary</Link>
 *     <Link to="/complaints/$id/documents" params={{ id }}>Documents <TabCount>{9}</TabCount></Link>
 *   </Tabs>
 */
export function Tabs({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <nav className="tabs" aria-label={label}>
      <ul className="tabs__row">
        {Children.map(children, (child) => (child ? <li>{child}</li> : null))}
      </ul>
    </nav>
  )
}

export function TabCount({ children }: { children: ReactNode }): ReactNode {
  return <span className="count num">{children}</span>
}
