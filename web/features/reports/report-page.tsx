import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { groupingWords, reportKeys, type Asked, type ReportDefinition } from '#src/modules/reports/domain/report.ts'
import { reports } from '#src/modules/reports/domain/report-list.ts'
import type { Report } from '#src/modules/reports/report-contract.ts'
import { ReportTabs } from '../../agency/report-tabs.tsx'
import { NotFound } from '../../app/not-found.tsx'
import { useMay } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Icon } from '../../ui/icon.tsx'
import { ListFilters } from '../../ui/list-filters.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { ReportChart } from './report-chart.tsx'
import { useReportFilters } from './report-filters.tsx'
import { askedOf, reportQuery, useReportExport } from './report-queries.ts'
import { behind, ReportTable, searchOf } from './report-table.tsx'

const route = getRouteApi('/signed-in/reports/$report')

export function ReportPage(): ReactNode {
  const { report: name } = route.useParams()
  const key = reportKeys.find((one) => one === name)
  return key === undefined ? <NotFound /> : <KnownReport key={key} definition={reports[key]} />
}

/** One page for every report: filters, chart, table, files, and what counts. */
function KnownReport({ definition }: { definition: ReportDefinition }): ReactNode {
  const search = route.useSearch()
  const asked = useMemo(() => askedOf(definition, search), [definition, search])
  const { data, error, refetch, isPlaceholderData } = useQuery({ ...reportQuery(definition.key, asked), placeholderData: keepPreviousData })
  const mayExport = useMay('complaint.export')
  const exporting = useReportExport(definition.key)
  return (
    <Page
      title={definition.title}
      lead={definition.lead}
      focusKey={`report-${definition.key}`}
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
            <button type="button" onClick={() => void exporting.save('csv', asked)}>
              CSV
            </button>
            <button type="button" onClick={() => void exporting.save('xlsx', asked)}>
              Excel
            </button>
            <button type="button" onClick={() => void exporting.save('pdf', asked)}>
              PDF
            </button>
          </MenuButton>
        ) : null
      }
    >
      <ListFilters fields={useReportFilters(definition, search)} />
      {exporting.problem ? <Notice tone="error">{exporting.problem}</Notice> : null}
      {data ? <Numbers definition={definition} report={data} asked={asked} busy={isPlaceholderData} /> : error ? <ErrorState error={error} retry={refetch} title="The report could not be loaded" /> : <Skeleton lines={3} height={120} label="Counting" />}
      {data && error ? <ErrorState error={error} retry={refetch} title="The report could not be loaded" /> : null}
      <Section title="What counts">
        <ul className="report-rules">
          {definition.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
        <AudienceHint who="own">Your agency’s complaints users see this report</AudienceHint>
      </Section>
    </Page>
  )
}

function Numbers({ definition, report, asked, busy }: { definition: ReportDefinition; report: Report; asked: Asked; busy: boolean }): ReactNode {
  const navigate = useNavigate()
  const isEmpty = (report.total[0] ?? 0) === 0
  return (
    <div className="report-numbers" aria-busy={busy}>
      <Section title={`By ${groupingWords[report.by].toLowerCase().replace('poc', 'POC')}`} lead={spanWords(report)}>
        <p role="status">{report.sentence}</p>
        {isEmpty ? (
          <EmptyState title="Nothing to show">Choose a longer period, or take a filter away.</EmptyState>
        ) : (
          <>
            <ReportChart
              definition={definition}
              report={report}
              onChoose={(key, part) => {
                const list = behind(definition, asked, report.today, { by: report.by, key }, part)
                const to: string | undefined = list?.path
                if (list && to) void navigate({ to, search: searchOf(list) })
              }}
            />
            <ReportTable definition={definition} report={report} asked={asked} />
            {report.groups > report.rows.length ? <p className="muted small">{`${report.by === 'month' ? 'The latest' : 'The largest'} ${report.rows.length.toLocaleString('en-US')} of ${report.groups.toLocaleString('en-US')} rows. “All” counts every one, and an exported file has them.`}</p> : null}
          </>
        )}
      </Section>
    </div>
  )
}

function spanWords({ from, to, today }: Report): string {
  if (from === null && to === null) return `As of ${formatDate(today, 'year')}`
  const begins = from === null ? 'The beginning' : formatDate(from, 'year')
  return `${begins} to ${to === null || to === today ? 'today' : formatDate(to, 'year')}`
}
