import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { countWords, type ListView } from '../../agency/complaint-words.ts'
import { countsQuery } from '../../agency/queries.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/loading.tsx'

const numbers: readonly { view: ListView; words: string }[] = [
  { view: 'open', words: 'open' },
  { view: 'awaiting_us', words: 'wait for us' },
  { view: 'awaiting_company', words: 'wait for a company' },
  { view: 'overdue', words: 'overdue' },
  { view: 'pending', words: 'in preliminary review' },
  { view: 'drafts', words: 'drafts not submitted' },
]

/** The agency's numbers, small and last, each a link to its list. */
export function AgencyNumbers(): ReactNode {
  const { data, error, refetch } = useQuery(countsQuery)
  return (
    <section>
      <h2 className="aside-title">Your agency</h2>
      {error && !data ? <ErrorState error={error} retry={refetch} /> : null}
      {data ? (
        <ul className="numbers">
          {numbers.map(({ view, words }) => (
            <li key={view}>
              <Link to="/complaints" search={view === 'open' ? {} : { view }}>
                <strong className={view === 'overdue' && data.counts[view] ? 'num late' : 'num'}>{countWords(data.counts[view], data.cap)}</strong> {words}
              </Link>
            </li>
          ))}
        </ul>
      ) : error ? null : (
        <Skeleton lines={6} height={17} />
      )}
    </section>
  )
}
