import type { ReactNode } from 'react'

/** A bar from 0 to `max`, only for uploads and characters; the words beside it say the same. */
export function Meter({ value, max, label, wide = false }: { value: number; max: number; label: string; wide?: boolean }): ReactNode {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0
  const classes = ['meter', wide ? 'meter--wide' : '', value > max ? 'meter--over' : ''].filter(Boolean).join(' ')
  return (
    <span className={classes} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={max} aria-valuenow={Math.min(value, max)}>
      <span className="meter__bar" style={{ width: `${String(share * 100)}%` }} />
    </span>
  )
}
