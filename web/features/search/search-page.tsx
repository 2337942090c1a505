import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import type { HitPage } from '#src/modules/search/contract.ts'
import { subjectsQuery } from '../../agency/queries.ts'
import { SubjectTable } from '../../agency/subject-table.tsx'
import { ApiProblem } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ListFilters, type FilterField } from '../../ui/list-filters.tsx'
import { hashFor, useWords } from '../../ui/list-search.ts'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Facets } from './facets.tsx'
import { enterByArrow, HitList } from './hit-list.tsx'
import { entitiesQuery, filtersOf, hitsQuery } from './search-queries.ts'
import './search.scss'

const route = getRouteApi('/signed-in/search')
const wordsField: FilterField = { kind: 'words', label: 'Words', placeholder: 'ID, name or text; press Enter' }
const order: FilterField = {
  kind: 'select',
  name: 'sort',
  label: 'Order',
  any: 'Best match first',
  options: [
    { value: 'newest', label: 'Newest first' },
    { value: 'oldest', label: 'Oldest first' },
  ],
}
const scope: FilterField = { kind: 'select', name: 'scope', label: 'Complaints of', any: 'All agencies', options: [{ value: 'own', label: 'Your agency' }] }

/** The one search: complaints as far as they may be seen, and for agencies companies and Non-NMLS entities. */
export function SearchPage(): ReactNode {
  const words = useWords()
  const params = route.useSearch()
  const company = useSession().kind === 'company'
  const hits = useInfiniteQuery(hitsQuery(company ? 'company' : 'agency', words, params))
  const first = hits.data?.pages[0]
  const total = first?.total
  useEffect(() => {
    if (total !== undefined && !hits.isPlaceholderData) announce(total === 1 ? 'One complaint found' : `${total.toLocaleString('en-US')} complaints found`)
  }, [total, hits.isPlaceholderData])
  return (
    <Page
      title={words ? 'Search results' : 'Search'}
      heading="Search"
      lead={words ? `for ${words}` : undefined}
      focusKey="search"
      rail={words && first ? <Facets facets={first.facets} params={params} company={company} /> : undefined}
      railLabel="Narrow the results"
    >
      <div onKeyDown={enterByArrow}>
        <ListFilters fields={company ? [wordsField, order] : [wordsField, scope, order]} />
        <p className="muted small search-hint">
          Every word is wanted. <kbd>&quot;in quotes&quot;</kbd> keeps words together, <kbd>-word</kbd> leaves out, <kbd>begin*</kbd> finds beginnings. <kbd>↓</kbd> goes to the results.
        </p>
      </div>
      {words ? (
        <>
          {company ? null : <Jump words={words} complaints={first} />}
          <Section title="Complaints" side={company ? undefined : <InList words={words} own={params.scope === 'own'} />}>
            <div id="complaints-found" aria-busy={hits.isFetching}>
              <Complaints hits={hits} first={first} company={company} narrowed={Object.keys(filtersOf(params)).length > 0} />
            </div>
          </Section>
          {company ? null : <Firms words={words} />}
        </>
      ) : (
        <EmptyState title={company ? 'Search the complaints that agencies sent to you.' : 'Search for complaints, companies and Non-NMLS entities.'}>
          {company ? 'Type an ID such as C-001234 or IR-000456, a name, or words of a description, a request or an answer; then press Enter.' : 'Type an ID such as C-001234, IR-000456, SES-001187, an NMLS ID or a CFPB ID, a name, or words of any text; then press Enter.'}
        </EmptyState>
      )}
    </Page>
  )
}

type Hits = { data: { pages: HitPage[] } | undefined; error: Error | null; isPending: boolean; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown; refetch: () => unknown }

function Complaints({ hits, first, company, narrowed }: { hits: Hits; first: HitPage | undefined; company: boolean; narrowed: boolean }): ReactNode {
  if (hits.error instanceof ApiProblem && hits.error.code === 'invalid') {
    return (
      <Notice tone="warning" title="These words cannot be searched">
        {Object.values(hits.error.fields)[0] ?? hits.error.message}
      </Notice>
    )
  }
  if (hits.error) return <ErrorState error={hits.error} retry={hits.refetch} />
  if (hits.isPending || first === undefined) return <Skeleton lines={8} height={14} />
  if (first.total === 0) {
    return (
      <EmptyState title={narrowed ? 'No complaint is left with what you chose.' : first.lookedAtMost === null ? 'No complaint holds these words.' : `In none of the newest ${first.lookedAtMost.toLocaleString('en-US')} complaints that hold these words do they stand together.`}>
        {narrowed ? 'Take a choice back at “Narrow the results”.' : first.lookedAtMost !== null ? 'Older ones were not looked at. Add a rarer word to the phrase, so that fewer hold all of them.' : company ? 'Only what your whole company may read is searched; restricted answers are not.' : 'Try fewer words or the beginning of one (begin*). Of other agencies’ complaints only the basic information is searched, unless you have access.'}
      </EmptyState>
    )
  }
  const all = hits.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <p className="muted">
        {first.lookedAtMost === null ? `${first.total.toLocaleString('en-US')} found` : `More than ${first.lookedAtMost.toLocaleString('en-US')} hold these words: the newest were looked at${narrowed || first.total < first.lookedAtMost ? `, ${first.total.toLocaleString('en-US')} of them fit` : ''}. Add a word to be more exact.`}
      </p>
      <HitList hits={all} company={company} from="Complaints found" />
      {hits.hasNextPage ? (
        <button type="button" className="usa-button usa-button--outline" aria-disabled={hits.isFetchingNextPage} onClick={() => void hits.fetchNextPage()}>
          {hits.isFetchingNextPage ? 'Loading…' : `Show more (${String(all.length)} of ${first.total.toLocaleString('en-US')} shown)`}
        </button>
      ) : null}
      <AudienceHint who="hidden">{company ? 'Your whole company finds these. Restricted answers are read on the complaint, by your Point of Contact.' : 'What you find is what you may see. Reading a passage is recorded in the history of the complaint.'}</AudienceHint>
    </>
  )
}

/** The words as a name: without what only the text search understands. */
function asName(words: string): string {
  return words.replace(/(^|\s)-("[^"]*"?|\S+)/g, ' ').replace(/["*]/g, ' ').trim()
}

function Jump({ words, complaints }: { words: string; complaints: HitPage | undefined }): ReactNode {
  const subjects = useQuery(subjectsQuery(asName(words), 10)).data?.items.length
  const entities = useQuery(entitiesQuery(asName(words))).data?.items.length
  const parts = [
    ['complaints-found', 'Complaints', complaints === undefined ? undefined : `${complaints.total.toLocaleString('en-US')}${complaints.lookedAtMost === null ? '' : '+'}`],
    ['companies-found', 'Companies', subjects?.toLocaleString('en-US')],
    ['entities-found', 'Non-NMLS entities', entities?.toLocaleString('en-US')],
  ] as const
  return (
    <nav className="search-jump" aria-label="Groups of results">
      <ul>
        {parts.map(([id, label, count]) => (
          <li key={id}>
            <button
              type="button"
              className="link-button"
              onClick={() => {
                document.getElementById(id)?.scrollIntoView({ block: 'start' })
                document.getElementById(id)?.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true })
              }}
            >
              {label}
            </button>{' '}
            <span className="muted num">{count ?? '…'}</span>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function InList({ words, own }: { words: string; own: boolean }): ReactNode {
  return (
    <Link to="/complaints" search={{ view: own ? 'all' : 'all_agencies' }} hash={hashFor(words)}>
      As a list
    </Link>
  )
}

function Firms({ words }: { words: string }): ReactNode {
  const name = asName(words)
  const subjects = useQuery(subjectsQuery(name, 10))
  const entities = useQuery(entitiesQuery(name))
  if (name === '') return null
  return (
    <>
      <Section
        title="Companies"
        side={
          <Link to="/companies" hash={hashFor(name)}>
            All companies found
          </Link>
        }
      >
        <div id="companies-found">
          {subjects.error ? <ErrorState error={subjects.error} retry={subjects.refetch} /> : null}
          {subjects.isPending ? <Skeleton lines={3} height={8} /> : null}
          {subjects.data ? <SubjectTable matches={subjects.data.items} empty={<EmptyState title="No company was found." />} /> : null}
        </div>
      </Section>
      <Section
        title="Non-NMLS entities"
        side={
          <Link to="/entities" hash={hashFor(name)}>
            All entities found
          </Link>
        }
      >
        <div id="entities-found">
          {entities.error ? <ErrorState error={entities.error} retry={entities.refetch} /> : null}
          {entities.isPending ? <Skeleton lines={2} height={6} /> : null}
          {entities.data?.items.length === 0 ? <EmptyState title="No entity was found." /> : null}
          <ul className="search-entities">
            {entities.data?.items.map((entity) => (
              <li key={entity.id}>
                <Link to="/entities/$id" params={{ id: entity.id }}>
                  <span className="num">{entity.etn}</span> {entity.name}
                </Link>{' '}
                <span className="muted small">{[entity.place, entity.why].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ul>
        </div>
      </Section>
    </>
  )
}
