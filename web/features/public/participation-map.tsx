import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Switch } from '../../ui/switch.tsx'
import { levelOf, levelWords, participationQuery, stateNames, tiles, type Level, type StateEntry } from './participation.ts'

const levels: readonly Level[] = ['both', 'complaints', 'activities', 'none']

/** Who takes part, as a map of tiles or as a list. Lightness, border and letters carry the meaning, not colour alone. */
export function ParticipationMap(): ReactNode {
  const { data, error, refetch } = useQuery(participationQuery)
  const [view, setView] = useState<'map' | 'list'>('map')
  const [state, setState] = useState<string | null>(null)
  const byState = new Map(data?.items.map((entry) => [entry.state, entry]))
  const counts = new Map(levels.map((level) => [level, tiles.filter(({ code }) => levelOf(byState.get(code)) === level).length]))
  const taking = tiles.length - (counts.get('none') ?? 0)

  return (
    <section id="participation" className="participation" aria-labelledby="participation-title">
      <div className="participation__head">
        <h2 id="participation-title">Who takes part</h2>
        <Switch label="Show as" value={view} onChange={setView} options={[{ value: 'map', label: 'Map' }, { value: 'list', label: 'List' }]} />
      </div>
      <p className="muted">{data ? `${String(taking)} of ${String(tiles.length)} jurisdictions. ` : ''}Choose a state to see its agencies and since when they take part.</p>
      {error ? <ErrorState error={error} retry={refetch} /> : null}
      {view === 'map' ? (
        <>
          <div className="tiles" role="group" aria-label="Map of states" aria-busy={!data}>
            {tiles.map(({ code, row, column }) => {
              const level = levelOf(byState.get(code))
              return (
                <button
                  key={code}
                  type="button"
                  className={`tile tile--${level}`}
                  style={{ gridRow: row, gridColumn: column }}
                  aria-pressed={state === code}
                  onClick={() => setState(state === code ? null : code)}
                >
                  <span>{code}</span>
                  <small aria-hidden="true">{levelWords[level].letters}</small>
                  <span className="sr-only">
                    {stateNames[code]}: {levelWords[level].words}
                  </span>
                </button>
              )
            })}
          </div>
          <div role="status">{state ? <StateAgencies code={state} entry={byState.get(state)} /> : null}</div>
          <ul className="tiles__legend">
            {levels.map((level) => (
              <li key={level}>
                <span className={`tile-swatch tile--${level}`} />
                {levelWords[level].words} <strong className="num">{data ? counts.get(level) : '–'}</strong>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <ul className="participation__list">
          {tiles
            .map(({ code }) => code)
            .toSorted((a, b) => (stateNames[a] ?? a).localeCompare(stateNames[b] ?? b))
            .map((code) => (
              <li key={code}>
                <StateAgencies code={code} entry={byState.get(code)} />
              </li>
            ))}
        </ul>
      )}
    </section>
  )
}

function StateAgencies({ code, entry }: { code: string; entry: StateEntry | undefined }): ReactNode {
  return (
    <div className="state-agencies">
      <h3>{stateNames[code] ?? code}</h3>
      {entry && entry.agencies.length > 0 ? (
        <ul className="plain-list">
          {entry.agencies.map((agency) => (
            <li key={agency.name}>
              {agency.name}{' '}
              <span className="muted">
                {agency.components.map((component) => (component === 'complaints' ? 'Complaints' : 'Supervisory Activities')).join(' and ')}
                , since {formatDate(agency.since, 'year')}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="muted">No agency takes part yet.</p>
      )}
    </div>
  )
}
