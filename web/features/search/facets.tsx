import type { ReactNode } from 'react'
import type { HitPage } from '#src/modules/search/contract.ts'
import { facetNames, type FacetName } from '#src/modules/search/domain/facets.ts'
import { Icon } from '../../ui/icon.tsx'
import { useListSearch } from '../../ui/list-search.ts'
import { filtersOf } from './search-queries.ts'
import type { SearchParams } from './routes.ts'

const titles: Record<FacetName, string> = { status: 'Status', place: 'Where it was found', year: 'Year received', agency: 'Agency', company: 'Subject', product: 'Product' }

/** What the results can be narrowed by, each value with how many it leaves. */
export function Facets({ facets, params, company }: { facets: HitPage['facets']; params: SearchParams; company: boolean }): ReactNode {
  const { setSearch } = useListSearch()
  const filters = filtersOf(params)
  const chosen = Object.values(filters).flat().length
  const shown = facetNames.filter((name) => facets[name].length > 1 || (filters[name]?.length ?? 0) > 0)
  if (shown.length === 0) return null
  return (
    <section className="facets" aria-labelledby="facets-title">
      <h2 id="facets-title" className="aside-title">
        Narrow the results
      </h2>
        {chosen > 0 ? (
          <button type="button" className="link-button" onClick={() => setSearch(Object.fromEntries(facetNames.map((name) => [name, undefined])))}>
            Show all results again
          </button>
        ) : null}
        {shown.map((name) => {
          const values = filters[name] ?? []
          return (
            <div key={name} role="group" aria-label={company && name === 'year' ? 'Year of arrival' : titles[name]}>
              <h3 className="facets__name">{company && name === 'year' ? 'Year of arrival' : titles[name]}</h3>
              <ul>
                {facets[name].map(({ value, label, count }) => {
                  const pressed = values.includes(value)
                  return (
                    <li key={value}>
                      <button type="button" className="facet" aria-pressed={pressed} onClick={() => setSearch({ [name]: pressed ? values.filter((other) => other !== value) : [...values, value] })}>
                        <Icon name={pressed ? 'check' : 'add'} />
                        <span>{label}</span>
                        <span className="facet__count num">{count.toLocaleString('en-US')}</span>
                      </button>
                    </li>
                  )
                })}
              </ul>
            </div>
          )
        })}
    </section>
  )
}
