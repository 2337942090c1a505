import type { ReactNode } from 'react'

/** Where one is in a form of several steps. `current` counts from 0. With `onStep` each label leads to its step, or each that `mayOpen` allows. `headed`: the heading below says the step by its number and name. */
export function Steps({ labels, current, onStep, mayOpen = () => true, headed = false }: { labels: readonly string[]; current: number; onStep?: (index: number) => void; mayOpen?: (index: number) => boolean; headed?: boolean }): ReactNode {
  return (
    <nav className="usa-step-indicator usa-step-indicator--counters-sm steps" aria-label="Progress">
      {headed ? null : <p className="steps__now" aria-hidden="true">{`Step ${String(current + 1)} of ${String(labels.length)}: ${labels[current] ?? ''}`}</p>}
      <ol className="usa-step-indicator__segments">
        {labels.map((label, index) => {
          const state = index < current ? 'complete' : index === current ? 'current' : undefined
          const spoken = state === 'complete' ? <span className="sr-only"> before this step</span> : state === undefined ? <span className="sr-only"> after this step</span> : null
          return (
            <li key={label} className={state ? `usa-step-indicator__segment usa-step-indicator__segment--${state}` : 'usa-step-indicator__segment'} aria-current={state === 'current' ? 'step' : undefined}>
              <span className="usa-step-indicator__segment-label">
                {onStep && state !== 'current' && mayOpen(index) ? (
                  <button type="button" className="steps__button" onClick={() => onStep(index)}>
                    {label}
                    {spoken}
                  </button>
                ) : (
                  <>
                    {label}
                    {spoken}
                  </>
                )}
              </span>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
