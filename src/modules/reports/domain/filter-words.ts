import type { FilterName } from './report.ts'

export const filterWords: Record<FilterName, string> = {
  status: 'Status', standing: 'How it stands', closeReason: 'Closing reason', pocId: 'Agency POC', companyId: 'Company', productId: 'Product', issueId: 'Issue', state: 'Transaction state',
}
export const statusFilterWords = {
  open: 'All open', pending: 'Pending', in_progress: 'In progress', referral_in_progress: 'Referral in progress', reopened: 'Reopened', closed: 'Closed',
} as const
