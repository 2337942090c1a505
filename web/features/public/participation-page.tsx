import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { components, type Component } from '#src/modules/agencies/domain/components.ts'
import { StaticTable } from '../../ui/data-table.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/loading.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Switch } from '../../ui/switch.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { MapLegend } from './map-legend.tsx'
import { componentWords, jurisdictionName, jurisdictions, participationQuery, type AgencyEntry, type StateEntry } from './participation.ts'
import { StateAgencies } from './state-agencies.tsx'
import './public-home.scss'

// The shapes of the states are the largest thing on the page: the table is there before them.
const UsMap = lazy(() => import('./us-map.tsx').then((module) => ({ default: module.UsMap })))

type Row = { state: string; agency: AgencyEntry }
const column = columnsFor<Row>()
const columns = column.columns([
  column.display({ id: 'state', header: 'State', meta: { card: 'lead' }, cell: ({ row: { original } }) => jurisdictionName(original.state) }),
  column.display({ id: 'agency', header: 'Agency', meta: { card: 'title' }, cell: ({ row: { original } }) => original.agency.name }),
  ...components.map((component) =>
    column.display({ id: component, header: `${componentWords[component]} since`, meta: { card: 'more', nowrap: true }, cell: ({ row: { original } }) => <Since agency={original.agency} component={component} /> }),
  ),
])

/** Which agencies take part, in which component, since when: on a map of the country, and as a table. */
export function ParticipationPage(): ReactNode {
  const { data, error, refetch } = useQuery(participationQuery)
  const [only, setOnly] = useState<'all' | Component>('all')
  const [chosen, setChosen] = useState<string | null>(null)
  const items = (data?.items ?? []).flatMap((entry) => among(entry, only))
  const byState = new Map(items.map((entry) => [entry.state, entry]))
  const rows = jurisdictions(items).flatMap((state): Row[] => byState.get(state)?.agencies.map((agency) => ({ state, agency })) ?? [])
  return (
    <Page title="Who takes part" roomy lead="State agencies, the parts of the system that they work in, and since when." breadcrumb={[<Link key="home" to="/">State Examination System</Link>, 'Who takes part']}>
      <div className="stack stack--wide">
        <Section title="Map" side={<Switch label="Component" value={only} onChange={setOnly} options={[{ value: 'all', label: 'All' }, ...components.map((value) => ({ value, label: componentWords[value] }))]} />}>
          {error ? <ErrorState error={error} retry={refetch} /> : null}
          <div className="participation-page">
            <div className="participation-page__map" aria-busy={!data}>
              <Suspense fallback={<Skeleton lines={1} height={360} />}>
                <UsMap items={items} chosen={chosen} onChoose={setChosen} />
              </Suspense>
            </div>
            <div className="participation-page__side">
              <div role="status">{chosen ? <StateAgencies code={chosen} entry={byState.get(chosen)} /> : <p className="muted">Choose a state to see its agencies. Territories and agencies of the whole country stand in the table.</p>}</div>
              <MapLegend items={data ? items : undefined} />
            </div>
          </div>
        </Section>
        <Section title="Agencies">
          {data ? <StaticTable caption="Agencies that take part, by state" rows={rows} columns={columns} rowId={({ state, agency }) => `${state} ${agency.name}`} empty="No agency takes part yet." /> : <Skeleton lines={8} height={32} />}
        </Section>
      </div>
    </Page>
  )
}

function Since({ agency, component }: { agency: AgencyEntry; component: Component }): ReactNode {
  const own = agency.components.find((one) => one.component === component)
  if (!own) return <span className="muted since-none">–</span>
  return (
    <span className={own.upcoming ? 'num muted' : 'num'}>
      <span className="since-word">{componentWords[component]} since </span>
      {own.upcoming ? 'From ' : ''}
      {formatDate(own.since, 'year')}
    </span>
  )
}

/** Only what concerns this component. */
function among(entry: StateEntry, only: 'all' | Component): StateEntry[] {
  if (only === 'all') return [entry]
  const agencies = entry.agencies.flatMap((agency) => {
    const left = agency.components.filter(({ component }) => component === only)
    return left.length === 0 ? [] : [{ ...agency, components: left }]
  })
  return agencies.length === 0 ? [] : [{ ...entry, agencies }]
}
