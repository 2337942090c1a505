import type { ReactNode } from 'react'

/** "2 of 4" and four small cells; `none` (words) when there is nothing to count. More than eight cells are not drawn. */
export function ProgressCells({ done, total, none = 'None sent' }: { done: number; total: number; none?: string }): ReactNode {
  if (total === 0) return <span className="muted small">{none}</span>
  return (
    <span className="cells num">
      {done} of {total}
      {total <= 8 ? (
        <span className="cells__row" aria-hidden="true">
          {Array.from({ length: total }, (_, index) => (
            <span key={index} className={index < done ? 'cells__cell cells__cell--done' : 'cells__cell'} />
          ))}
        </span>
      ) : null}
    </span>
  )
}
