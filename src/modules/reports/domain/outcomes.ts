import { defineReport, sameRules } from './report.ts'

export const outcomes = defineReport({
  key: 'outcomes',
  title: 'Outcomes and monetary relief',
  lead: 'How complaints were closed, after how long, and what consumers got.',
  of: 'complaints',
  scope: 'closed',
  dates: 'closed',
  usualPeriod: '12_months',
  groupings: ['reason', 'month', 'company', 'product', 'issue', 'state', 'poc'],
  filters: ['closeReason', 'pocId', 'companyId', 'productId', 'issueId', 'state'],
  measures: [
    { key: 'all', head: 'Closed', unit: 'count', list: () => ({}) },
    { key: 'daysToClose', head: 'Median days to close', unit: 'days' },
    { key: 'withRelief', head: 'With monetary relief', unit: 'count', list: () => ({ closeReason: 'closed_with_monetary_relief' }) },
    { key: 'relief', head: 'Monetary relief', unit: 'dollars' },
  ],
  stacked: ['all'],
  share: true,
  rules: [...sameRules, 'Complaints that are closed now, by the day of their latest closure in your agency’s zone. One that was reopened counts again once it is closed again. Days to close run from receipt.'],
})
