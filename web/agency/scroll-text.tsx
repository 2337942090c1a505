import type { ReactNode } from 'react'

/** A long text in a few lines; it scrolls, with the keyboard too. */
export function ScrollText({ label, children }: { label: string; children: string }): ReactNode {
  return (
    <div className="folded prose" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
