import { defineReport, sameRules } from './report.ts'

export const complaints = defineReport({
  key: 'complaints',
  title: 'Complaints',
  lead: 'How many complaints there were, by product, issue, company, state or month.',
  of: 'complaints',
  scope: 'all',
  dates: 'received',
  usualPeriod: '12_months',
  groupings: ['product', 'issue', 'company', 'state', 'month', 'poc'],
  filters: ['status', 'pocId', 'companyId', 'productId', 'issueId', 'state'],
  measures: [
    { key: 'all', head: 'Complaints', unit: 'count', list: () => ({}) },
    { key: 'open', head: 'Open', unit: 'count', list: () => ({ view: 'open' }) },
    { key: 'closed', head: 'Closed', unit: 'count', list: () => ({ status: 'closed' }) },
    { key: 'daysToClose', head: 'Median days to close', unit: 'days' },
  ],
  stacked: ['open', 'closed'],
  share: true,
  rules: [...sameRules, 'By the date received. The state is that of the transaction. Days to close run from receipt to the latest closure, over the complaints that are closed.'],
})
