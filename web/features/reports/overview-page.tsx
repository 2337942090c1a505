import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { reportKeys, type ReportKey } from '#src/modules/reports/domain/report.ts'
import { reports } from '#src/modules/reports/domain/report-list.ts'
import { ReportTabs } from '../../agency/report-tabs.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { ReportChart } from './report-chart.tsx'
import { reportQuery } from './report-queries.ts'
import { ReportTable } from './report-table.tsx'

const nothingAsked = {}

/** Reports on pages of other features, as plain addresses. */
const elsewhere: readonly { to: string; title: string; lead: string }[] = [
  { to: '/access-requests', title: 'Access Requests', lead: 'Which agencies asked to read one another’s complaints, and who decided what.' },
  { to: '/referrals', title: 'Referrals', lead: 'Complaints that agencies handed to one another.' },
  { to: '/reports/market', title: 'Market', lead: 'The complaints of all agencies in basic information, and unusual rises in them.' },
]

/** What came in, what is open, how it ended; and every report with what it answers. */
export function OverviewPage(): ReactNode {
  return (
    <Page title="Complaint reports" lead="Your agency’s complaints. Canceled ones are left out." focusKey="reports" tabs={<ReportTabs />}>
      <div className="report-panels">
        <Panel report="new-complaints" title="New complaints by month" />
        <Panel report="ageing" title="Age of open complaints" />
      </div>
      <Panel report="outcomes" title="Outcomes of closed complaints" asTable />
      <Section title="All reports">
        <dl className="report-list">
          {reportKeys.map((key) => (
            <div key={key}>
              <dt>
                <Link to="/reports/$report" params={{ report: key }}>
                  {reports[key].title}
                </Link>
              </dt>
              <dd>{reports[key].lead}</dd>
            </div>
          ))}
          {elsewhere.map(({ to, title, lead }) => (
            <div key={to}>
              <dt>
                <Link to={to}>{title}</Link>
              </dt>
              <dd>{lead}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </Page>
  )
}

function Panel({ report: key, title, asTable = false }: { report: ReportKey; title: string; asTable?: boolean }): ReactNode {
  const { data, error, refetch } = useQuery(reportQuery(key, nothingAsked))
  return (
    <Section
      title={title}
      side={
        <Link to="/reports/$report" params={{ report: key }} aria-label={`${title}: open the report`}>
          Open the report
        </Link>
      }
    >
      {data ? (
        <>
          <p className="muted">{data.sentence}</p>
          {(data.total[0] ?? 0) === 0 ? null : asTable ? <ReportTable definition={reports[key]} report={data} asked={nothingAsked} /> : <ReportChart definition={reports[key]} report={data} asked={nothingAsked} />}
        </>
      ) : error ? (
        <ErrorState error={error} retry={refetch} title="The numbers could not be loaded" />
      ) : (
        <Skeleton lines={1} height={280} label="Counting" />
      )}
    </Section>
  )
}
