import type { ReactNode } from 'react'

/**
 * The actions of a long page, always in view, with one sentence on what will happen.
 * Last child of Page. On phones it stands at the end of the page instead.
 */
export function StickyBar({ children, note }: { children: ReactNode; note?: ReactNode }): ReactNode {
  return (
    <div className="sticky-bar" role="group" aria-label="Actions of this page">
      <div className="sticky-bar__inner">
        {children}
        {note ? <div className="sticky-bar__note">{note}</div> : null}
      </div>
    </div>
  )
}
