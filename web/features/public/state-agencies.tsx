import type { ReactNode } from 'react'
import { formatDate } from '../../ui/format-date.ts'
import { componentWords, jurisdictionName, type AgencyEntry, type StateEntry } from './participation.ts'

/** The agencies of a state, each with its components and since when. */
export function StateAgencies({ code, entry }: { code: string; entry: StateEntry | undefined }): ReactNode {
  return (
    <div className="state-agencies">
      <h3>{jurisdictionName(code)}</h3>
      {entry && entry.agencies.length > 0 ? (
        <ul className="plain-list">
          {entry.agencies.map((agency) => (
            <li key={agency.name}>
              {agency.name} <span className="muted">{sinceWords(agency)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="muted">No agency takes part yet.</p>
      )}
    </div>
  )
}

/** "Complaints and Supervisory Activities, since Mar 1, 2024", or each with its own day. */
export function sinceWords({ components }: AgencyEntry): string {
  const [first, ...others] = components
  if (first && others.every(({ since }) => since === first.since)) return `${components.map(({ component }) => componentWords[component]).join(' and ')}, ${dayWords(first)}`
  return components.map((one) => `${componentWords[one.component]} ${dayWords(one)}`).join('; ')
}

export function dayWords({ since, upcoming }: AgencyEntry['components'][number]): string {
  return `${upcoming ? 'from' : 'since'} ${formatDate(since, 'year')}`
}
