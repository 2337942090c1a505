import type { ReactNode } from 'react'

/** Nothing to show: one sentence that says so, one that says what to do, and perhaps the button that does it. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <p className="empty__title">{title}</p>
      {children ? <p>{children}</p> : null}
      {action}
    </div>
  )
}
