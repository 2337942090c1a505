import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import type { MarketFilters } from '#src/modules/reports/market-contract.ts'
import { ReportTabs } from '../../agency/report-tabs.tsx'
import { useMay, useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ListFilters } from '../../ui/list-filters.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { MarketBreakdown } from './market-breakdown.tsx'
import { useMarketFilters } from './market-filters.tsx'
import { MarketMonths } from './market-months.tsx'
import { marketQuery, useMarketExport } from './market-queries.ts'
import { MarketRises } from './market-rises.tsx'
import { marketSentence } from './market-words.ts'
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
  const { data, error, refetch, isPlaceholderData } = useQuery({ ...marketQuery(search), placeholderData: keepPreviousData })
  const mayExport = useMay('complaint.export')
  const exporting = useMarketExport()
  return (
    <Page
      title="Market"
      lead="The complaints of all agencies, in basic information only. Drafts and canceled ones are left out."
      focusKey="market"
      tabs={<ReportTabs />}
      actions={
        mayExport ? (
          <MenuButton
            label="Export"
            face={
              <>
                <Icon name="file_download" />
                {exporting.working ? 'Making the file…' : 'Export'}
              </>
            }
          >
            <button type="button" onClick={() => void exporting.save('csv', search)}>
              CSV
            </button>
            <button type="button" onClick={() => void exporting.save('xlsx', search)}>
              Excel
            </button>
            <button type="button" onClick={() => void exporting.save('pdf', search)}>
              PDF
            </button>
          </MenuButton>
        ) : null
      }
    >
      <ListFilters fields={useMarketFilters(search, today)} />
      {exporting.problem ? <Notice tone="error">{exporting.problem}</Notice> : null}
      {error ? <ErrorState error={error} retry={refetch} title="The market could not be counted" /> : null}
      {data ? (
        <div className="stack stack--wide" aria-busy={isPlaceholderData}>
          <p role="status">{marketSentence(data)}</p>
          <MarketMonths view={data} filters={filters} />
          <MarketRises filters={filters} />
          <MarketBreakdown view={data} filters={filters} search={search} />
          <AudienceHint who="shared">Every agency’s complaints users see these numbers; no company does</AudienceHint>
        </div>
      ) : error ? null : (
        <Skeleton lines={3} height={120} label="Counting" />
      )}
    </Page>
  )
}
