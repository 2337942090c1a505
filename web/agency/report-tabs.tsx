import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { reportKeys, type ReportKey } from '#src/modules/reports/domain/report.ts'
import { Tabs } from '../ui/tabs.tsx'

const tabWords: Record<ReportKey, string> = {
  'new-complaints': 'New Complaint Progress', 'request-responses': 'IR Response Activity', complaints: 'Complaints', workload: 'Workload', ageing: 'Ageing', outcomes: 'Outcomes',
}

/** All reports: the agency's own, those of sharing, and the market. */
export function ReportTabs(): ReactNode {
  return (
    <Tabs label="Reports">
      <Link to="/reports" activeOptions={{ exact: true }}>
        Overview
      </Link>
      {reportKeys.map((report) => (
        <Link key={report} to="/reports/$report" params={{ report }} activeOptions={{ includeSearch: false }}>
          {tabWords[report]}
        </Link>
      ))}
      <Link to={elsewhere.access}>Access Requests</Link>
      <Link to={elsewhere.referrals}>Referrals</Link>
      <Link to={elsewhere.market}>Market</Link>
    </Tabs>
  )
}

/** Pages of other features, as plain addresses. */
const elsewhere: Readonly<Record<'access' | 'referrals' | 'market', string>> = { access: '/access-requests', referrals: '/referrals', market: '/reports/market' }
