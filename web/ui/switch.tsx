import type { ReactNode } from 'react'

/** Two or three ways to look at the same thing: Map | List, Chart | Table. */
export function Switch<T extends string>({ label, options, value, onChange }: { label: string; options: readonly { value: T; label: string }[]; value: T; onChange: (next: T) => void }): ReactNode {
  return (
    <div className="switch" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  )
}
