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
    { key: 'explained', head: 'With explanation', unit: 'count', list: () => ({ closeReason: 'closed_with_explanation' }) },
    { key: 'withRelief', head: 'With monetary relief', unit: 'count', list: () => ({ closeReason: 'closed_with_monetary_relief' }) },
    { key: 'otherRelief', head: 'With non-monetary relief', unit: 'count', list: () => ({ closeReason: 'closed_with_non_monetary_relief' }) },
    { key: 'referred', head: 'Referred elsewhere', unit: 'count', list: () => ({ closeReason: 'referred' }) },
    { key: 'otherwise', head: 'Otherwise', unit: 'count', list: () => ({ closeReason: 'otherwise' }) },
    { key: 'relief', head: 'Monetary relief', unit: 'dollars', list: () => ({ closeReason: 'closed_with_monetary_relief' }) },
    { key: 'daysToClose', head: 'Median days to close', unit: 'days' },
  ],
  stacked: ['withRelief', 'otherRelief', 'explained', 'referred', 'otherwise'],
  share: true,
  rules: [...sameRules, 'Complaints that are closed now, by the day of their latest closure in your agency’s zone. One that was reopened counts again once it is closed again. Days to close run from receipt.', '“Otherwise” are duplicates, invalid ones, and those that the complainant canceled or did not pursue.'],
})
