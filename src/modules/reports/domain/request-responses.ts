import { defineReport, sameRules } from './report.ts'

export const requestResponses = defineReport({
  key: 'request-responses',
  title: 'IR Response Activity',
  lead: 'Which information requests companies answered, and how punctually.',
  of: 'requests',
  scope: 'all',
  dates: 'sent',
  usualPeriod: '12_months',
  groupings: ['month', 'company', 'product', 'issue', 'state', 'poc'],
  filters: ['standing', 'pocId', 'companyId', 'productId', 'issueId', 'state'],
  measures: [
    { key: 'all', head: 'Sent', unit: 'count', list: () => ({}) },
    { key: 'on_time', head: 'Answered on time', unit: 'count', list: () => ({ standing: 'on_time' }) },
    { key: 'late', head: 'Answered late', unit: 'count', list: () => ({ standing: 'late' }) },
    { key: 'due', head: 'Not due yet', unit: 'count', list: () => ({ standing: 'due' }) },
    { key: 'overdue', head: 'Overdue', unit: 'count', list: () => ({ standing: 'overdue' }) },
    { key: 'canceled', head: 'Canceled', unit: 'count', list: () => ({ standing: 'canceled' }) },
    { key: 'days', head: 'Median days to answer', unit: 'days' },
  ],
  stacked: ['on_time', 'late', 'due', 'overdue', 'canceled'],
  rules: [
    ...sameRules,
    'By the day of the first sending, in your agency’s zone. A request counts once, as it stands now; one that was sent back waits for the company again.',
    'On time means by the due date as it stood at the answer. Days to the answer run from the first sending to the answer that stands now.',
  ],
})
