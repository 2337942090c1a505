import { defineReport, sameRules } from './report.ts'

export const newComplaints = defineReport({
  key: 'new-complaints',
  title: 'New Complaint Progress',
  lead: 'How far the complaints that came in have got.',
  of: 'complaints',
  scope: 'all',
  dates: 'received',
  usualPeriod: '12_months',
  groupings: ['month', 'product', 'issue', 'company', 'state', 'poc'],
  filters: ['status', 'pocId', 'companyId', 'productId', 'issueId', 'state'],
  measures: [
    { key: 'all', head: 'Received', unit: 'count', list: () => ({}) },
    { key: 'review', head: 'Preliminary review', unit: 'count', list: () => ({ status: 'pending' }) },
    { key: 'referral', head: 'Being referred', unit: 'count', list: () => ({ status: 'referral_in_progress' }) },
    { key: 'unsent', head: 'No request sent', unit: 'count', list: () => ({ status: 'in_progress', requests: 'none' }) },
    { key: 'company', head: 'With the company', unit: 'count', list: () => ({ status: 'in_progress', requests: 'sent', waitingFor: 'company' }) },
    { key: 'agency', head: 'Answered', unit: 'count', list: () => ({ status: 'in_progress', requests: 'sent', waitingFor: 'agency' }) },
    { key: 'reopened', head: 'Reopened', unit: 'count', list: () => ({ status: 'reopened' }) },
    { key: 'closed', head: 'Closed', unit: 'count', list: () => ({ status: 'closed' }) },
    { key: 'daysToSending', head: 'Median days to first request', unit: 'days' },
  ],
  stacked: ['closed', 'reopened', 'agency', 'company', 'unsent', 'referral', 'review'],
  rules: [
    ...sameRules,
    'By the date received. Each complaint stands in one column, as it is now: “With the company” waits for answers only, “Answered” has answers that your agency works on.',
    'Days to the first request run from receipt to the first sending, over the complaints of which something was sent.',
  ],
})
