import type { ReactNode } from 'react'

/**
 * Gray lines in the room that the content will take, so that nothing moves when it comes.
 * `height` (rem) reserves the whole room; `label` is read out.
 */
export function Skeleton({ lines = 3, height, label = 'Loading' }: { lines?: number; height?: number; label?: string }): ReactNode {
  return (
    <div aria-busy="true" className="skeleton-box" style={height ? { minHeight: `${String(height)}rem` } : undefined}>
      <span className="sr-only" role="status">
        {label}
      </span>
      <span aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => (
          <span key={index} className="skeleton" style={{ width: `${String(90 - ((index * 17) % 45))}%` }} />
        ))}
      </span>
    </div>
  )
}
