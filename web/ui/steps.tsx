import type { ReactNode } from 'react'

/** Where one is in a form of several steps. `current` counts from 0. */
export function Steps({ labels, current }: { labels: readonly string[]; current: number }): ReactNode {
  return (
    <div className="usa-step-indicator usa-step-indicator--counters-sm steps" role="group" aria-label="Progress">
      <ol className="usa-step-indicator__segments">
        {labels.map((label, index) => (
          <li key={label} className={`usa-step-indicator__segment${index < current ? ' usa-step-indicator__segment--complete' : index === current ? ' usa-step-indicator__segment--current' : ''}`} aria-current={index === current ? 'step' : undefined}>
            <span className="usa-step-indicator__segment-label">
              {label} {index < current ? <span className="sr-only">completed</span> : index > current ? <span className="sr-only">not completed</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
