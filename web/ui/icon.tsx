import type { ReactNode } from 'react'
import type { IconName } from './icon-names.ts'

/**
 * An icon from USWDS. Always beside words; only help, notifications, copy and menu stand alone, and there
 * the button carries the name. `size` in rem (1 to 1.375); without it the icon grows with its text.
 */
export function Icon({ name, size, className }: { name: IconName; size?: number; className?: string }): ReactNode {
  return (
    <svg className={className ? `icon ${className}` : 'icon'} aria-hidden="true" focusable="false" style={size ? { width: `${String(size)}rem`, height: `${String(size)}rem` } : undefined}>
      <use href={`#icon-${name}`} />
    </svg>
  )
}
