import { useState, type ReactNode } from 'react'
import './company.scss'

/** What the consumer wrote: open where there is room, folded on a phone. */
export function ConsumerWords({ narrative, lead }: { narrative: string | null; lead?: ReactNode }): ReactNode {
  const [wide] = useState(() => window.matchMedia('(min-width: 64em)').matches)
  const [all, setAll] = useState(false)
  if (narrative === null)
    return (
      <div className="consumer">
        <p className="consumer__title">What the consumer wrote</p>
        {lead}
        <p className="muted">The agency did not share the consumer’s own words. The requests say what it needs to know.</p>
      </div>
    )
  const long = narrative.length > longFrom
  return (
    <details className="consumer" open={wide}>
      <summary className="consumer__title">What the consumer wrote</summary>
      {lead}
      <blockquote className={long && !all ? 'prose quoted quoted--cut' : 'prose quoted'}>{narrative}</blockquote>
      {long ? (
        <button type="button" className="link-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show less' : 'Read all'}
        </button>
      ) : null}
    </details>
  )
}
const longFrom = 420
