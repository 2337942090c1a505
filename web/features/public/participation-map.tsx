import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { ErrorState } from '../../ui/error-state.tsx'
import { Switch } from '../../ui/switch.tsx'
import { MapLegend } from './map-legend.tsx'
import { beyondMap, jurisdictions, levelOf, levelWords, participationQuery, jurisdictionName, tiles } from './participation.ts'
import { StateAgencies } from './state-agencies.tsx'

/** Who takes part, as a map of tiles or as a list. Lightness, border and letters carry the meaning, not colour alone. */
export function ParticipationMap(): ReactNode {
  const { data, error, refetch } = useQuery(participationQuery)
  const [view, setView] = useState<'map' | 'list'>('map')
  const [state, setState] = useState<string | null>(null)
  const byState = new Map(data?.items.map((entry) => [entry.state, entry]))
  const taking = tiles.filter(({ code }) => levelOf(byState.get(code)) !== 'none').length
  const beyond = data ? beyondMap(data.items) : []

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
                <button key={code} type="button" className={`tile tile--${level}`} style={{ gridRow: row, gridColumn: column }} aria-pressed={state === code} onClick={() => setState(state === code ? null : code)}>
                  <span>{code}</span>
                  <small aria-hidden="true">{levelWords[level].letters}</small>
                  <span className="sr-only">
                    {jurisdictionName(code)}: {levelWords[level].words}
                  </span>
                </button>
              )
            })}
          </div>
          <div role="status">{state ? <StateAgencies code={state} entry={byState.get(state)} /> : null}</div>
          <MapLegend items={data?.items} />
          {beyond.length > 0 ? <p className="muted">Beyond the map: {beyond.map((entry) => jurisdictionName(entry.state)).join(', ')}.</p> : null}
        </>
      ) : (
        <ul className="participation__list">
          {jurisdictions(data?.items ?? []).map((code) => (
            <li key={code}>
              <StateAgencies code={code} entry={byState.get(code)} />
            </li>
          ))}
        </ul>
      )}
      <p className="participation__more">
        <Link to="/participation">Map of the country, and a table of all agencies</Link>
      </p>
    </section>
  )
}
