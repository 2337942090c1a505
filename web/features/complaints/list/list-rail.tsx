import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { countWords, viewWords, type ListView } from '../../../agency/complaint-words.ts'
import { countsQuery } from '../../../agency/queries.ts'
import type { ComplaintSearch } from '../routes.ts'
import { SavedSets } from './saved-sets.tsx'

const groups: readonly { title: string; views: readonly ListView[] }[] = [
  { title: 'Your agency', views: ['open', 'all', 'awaiting_us', 'awaiting_company', 'overdue', 'pending', 'drafts', 'closed', 'canceled'] },
  { title: 'Mine', views: ['mine'] },
  { title: 'Other agencies', views: ['shared', 'all_agencies'] },
]

/** Kept sets, then quick filters; their counts answer "how many". */
export function ListRail({ current, search, onManage }: { current: ListView; search: ComplaintSearch; onManage: () => void }): ReactNode {
  const { data } = useQuery(countsQuery)
  return (
    <>
      <SavedSets search={search} onManage={onManage} />
      {groups.map(({ title, views }) => (
        <div key={title}>
          <h2>{title}</h2>
          <ul>
            {views.map((view) => {
              const count = data?.counts[view]
              return (
                <li key={view}>
                  <Link to="/complaints" search={view === 'open' ? {} : { view }} aria-current={view === current ? 'page' : undefined} activeProps={{}} activeOptions={{ exact: true, includeSearch: true }}>
                    {viewWords[view]}
                    <span className={view === 'overdue' && count ? 'count late' : 'count'}>{countWords(count, data?.cap)}</span>
                  </Link>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
      <div>
        <h2>More</h2>
        <ul>
          <li>
            <Link to="/information-requests">Information requests</Link>
          </li>
          <li>
            <Link to="/access-requests">Access requests</Link>
          </li>
          <li>
            <Link to="/referrals">Referrals</Link>
          </li>
          <li>
            <Link to="/retention">Retention</Link>
          </li>
          <li>
            <Link to="/letter-templates">Letter templates</Link>
          </li>
          <li>
            <Link to="/citations">Citations</Link>
          </li>
        </ul>
      </div>
    </>
  )
}
