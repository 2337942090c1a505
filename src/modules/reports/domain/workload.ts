import { addDays } from '../../../kernel/calendar.ts'
import { defineReport, sameRules } from './report.ts'

export const workload = defineReport({
  key: 'workload',
  title: 'Workload by POC',
  lead: 'Who has how many open complaints, and for whom they wait.',
  of: 'complaints',
  scope: 'open',
  dates: 'received',
  usualPeriod: 'all',
  groupings: ['poc', 'product', 'company'],
  filters: ['status', 'pocId', 'companyId', 'productId', 'issueId', 'state'],
  measures: [
    { key: 'all', head: 'Open', unit: 'count', list: () => ({}) },
    { key: 'agency', head: 'Wait for your agency', unit: 'count', list: () => ({ waitingFor: 'agency' }) },
    { key: 'company', head: 'Wait for the company', unit: 'count', list: () => ({ waitingFor: 'company' }) },
    { key: 'overdue', head: 'Overdue', unit: 'count', list: (today) => ({ dueTo: addDays(today, -1) }) },
    { key: 'old', head: 'Open over 90 days', unit: 'count', list: (today) => ({ receivedTo: addDays(today, -91) }) },
    { key: 'days', head: 'Median days open', unit: 'days' },
  ],
  stacked: ['agency', 'company'],
  share: true,
  rules: [...sameRules, 'Complaints that are open now, by their present Agency POC. Overdue means that the next due date lies before today in your agency’s zone. Days open run from receipt to today.'],
})
