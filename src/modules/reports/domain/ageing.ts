import { addDays } from '../../../kernel/calendar.ts'
import { defineReport, sameRules } from './report.ts'

export const ageing = defineReport({
  key: 'ageing',
  title: 'Ageing and overdue',
  lead: 'How long open complaints have been open, and what is late.',
  of: 'complaints',
  scope: 'open',
  dates: 'received',
  usualPeriod: 'all',
  groupings: ['age', 'poc', 'company', 'product', 'issue', 'state', 'month'],
  filters: ['status', 'pocId', 'companyId', 'productId', 'issueId', 'state'],
  measures: [
    { key: 'all', head: 'Open', unit: 'count', list: () => ({}) },
    { key: 'agency', head: 'Wait for your agency', unit: 'count', list: () => ({ waitingFor: 'agency' }) },
    { key: 'company', head: 'Wait for the company', unit: 'count', list: () => ({ waitingFor: 'company' }) },
    { key: 'overdue', head: 'Overdue', unit: 'count', list: (today) => ({ dueTo: addDays(today, -1) }) },
    { key: 'soon', head: 'Due in 7 days', unit: 'count', list: (today) => ({ dueFrom: today, dueTo: addDays(today, 7) }) },
    { key: 'days', head: 'Median days open', unit: 'days' },
  ],
  stacked: ['agency', 'company'],
  rules: [...sameRules, 'Complaints that are open now. Days open run from receipt to today, due dates by today, both in your agency’s zone.'],
})
