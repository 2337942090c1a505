import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

export type Chip = { key: string; label: string; onRemove: () => void }

/** Filters that are set; pressing one takes it away. */
export function Chips({ items, onClear }: { items: readonly Chip[]; onClear?: () => void }): ReactNode {
  if (items.length === 0) return null
  return (
    <ul className="chips" aria-label="Filters that are set">
      {items.map(({ key, label, onRemove }) => (
        <li key={key}>
          <button type="button" className="chip" onClick={onRemove}>
            <span className="sr-only">Remove </span>
            {label}
            <Icon name="close" size={1} />
          </button>
        </li>
      ))}
      {onClear ? (
        <li>
          <button type="button" className="link-button" onClick={onClear}>
            {items.length === 1 ? 'Clear' : items.length === 2 ? 'Clear both' : 'Clear all'}
          </button>
        </li>
      ) : null}
    </ul>
  )
}
