import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { groupingAmid, reportKeys, type Asked, type ReportDefinition } from '#src/modules/reports/domain/report.ts'
import { reports } from '#src/modules/reports/domain/report-list.ts'
import type { Report } from '#src/modules/reports/report-contract.ts'
import { ReportFrame } from '../../agency/report-frame.tsx'
import { NotFound } from '../../app/not-found.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Section } from '../../ui/page.tsx'
import { ReportChart } from './report-chart.tsx'
import { useReportFilters } from './report-filters.tsx'
import { askedOf, reportQuery } from './report-queries.ts'
import { ReportTable } from './report-table.tsx'

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
  const query = useQuery({ ...reportQuery(definition.key, asked), placeholderData: keepPreviousData })
  return (
    <ReportFrame
      title={definition.title}
      lead={definition.lead}
      focusKey={`report-${definition.key}`}
      fields={useReportFilters(definition, search)}
      asked={asked}
      file={{ path: `/reports/${definition.key}/exports`, name: definition.key }}
      query={query}
      foot={
        <Section title="What counts">
          <ul className="report-rules">
            {definition.rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
          <AudienceHint who="own">Your agency’s complaints users see this report</AudienceHint>
        </Section>
      }
    >
      {(report) => <Numbers definition={definition} report={report} asked={asked} />}
    </ReportFrame>
  )
}

function Numbers({ definition, report, asked }: { definition: ReportDefinition; report: Report; asked: Asked }): ReactNode {
  const isEmpty = (report.total[0] ?? 0) === 0
  return (
    <Section title={`By ${groupingAmid(report.by)}`} lead={spanWords(report)}>
      <p role="status">{report.sentence}</p>
      {isEmpty ? (
        <EmptyState title="Nothing to show">Choose a longer period, or take a filter away.</EmptyState>
      ) : (
        <>
          <ReportChart definition={definition} report={report} asked={asked} />
          <ReportTable definition={definition} report={report} asked={asked} />
          {report.groups > report.rows.length ? <p className="muted small">{`${report.by === 'month' ? 'The latest' : 'The largest'} ${report.rows.length.toLocaleString('en-US')} of ${report.groups.toLocaleString('en-US')} rows. “All” counts every one, and an exported file has them.`}</p> : null}
        </>
      )}
    </Section>
  )
}

function spanWords({ from, to, today }: Report): string {
  if (from === null && to === null) return `As of ${formatDate(today, 'year')}`
  const begins = from === null ? 'The beginning' : formatDate(from, 'year')
  return `${begins} to ${to === null || to === today ? 'today' : formatDate(to, 'year')}`
}
