import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { listOfMarket } from '#src/modules/reports/domain/market-list.ts'
import type { MarketFilters, MarketView } from '#src/modules/reports/market-contract.ts'
import { ReportFrame } from '../../agency/report-frame.tsx'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { MarketBreakdown } from './market-breakdown.tsx'
import { useMarketFilters } from './market-filters.tsx'
import { MarketMonths, ToList } from './market-months.tsx'
import { marketQuery } from './market-queries.ts'
import { MarketRises } from './market-rises.tsx'
import { spanWords } from './market-words.ts'
import './market.scss'

const route = getRouteApi('/signed-in/reports/market')

/** The market over all agencies, in basic information only, and what stands out in it. */
export function MarketPage(): ReactNode {
  const search = route.useSearch()
  const { today } = useSession()
  const filters = useMemo((): MarketFilters => {
    const { by: _by, from: _from, to: _to, ...rest } = search
    return rest
  }, [search])
  const query = useQuery({ ...marketQuery(search), placeholderData: keepPreviousData })
  return (
    <ReportFrame
      title="Market"
      lead="The complaints of all agencies, in basic information only. Drafts and canceled ones are left out."
      focusKey="market"
      fields={useMarketFilters(search, today)}
      asked={search}
      file={{ path: '/reports/market/exports', name: `market-by-${search.by ?? 'company'}` }}
      query={query}
      foot={<AudienceHint who="shared">Every agency’s complaints users see these numbers; no company does</AudienceHint>}
    >
      {(view) => (
        <div className="stack stack--wide">
          <MarketSentence view={view} filters={filters} />
          <MarketMonths view={view} filters={filters} />
          <MarketRises filters={filters} />
          <MarketBreakdown view={view} filters={filters} search={search} />
        </div>
      )}
    </ReportFrame>
  )
}

/** "395 complaints received from December 2025 to now, 82 of them open. In as long a time before: 382.", each number with its list. */
function MarketSentence({ view, filters }: { view: MarketView; filters: MarketFilters }): ReactNode {
  const { period, before, total, open, totalBefore } = view
  return (
    <p role="status">
      <ToList count={total} search={listOfMarket(period, filters)} label="all" /> {total === 1 ? 'complaint' : 'complaints'} received {spanWords(view)}, <ToList count={open} search={listOfMarket(period, filters, {}, { open: true })} label="open" /> of them open. In as long a time before:{' '}
      <ToList count={totalBefore} search={listOfMarket(before, filters)} label="before" />.
    </p>
  )
}
