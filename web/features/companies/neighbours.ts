/** Addresses of pages of other features. Plain strings, so that no feature knows another's routes. */
export const accountRequests: Readonly<Record<'list' | 'new', string>> = { list: '/company-account-requests', new: '/company-account-requests/new' }

export function enrollmentAddress(companyId: string): string {
  return `/companies/${companyId}/enrollment`
}
