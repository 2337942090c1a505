/**
 * Addresses of features that the shell leads to. Plain strings, so that the shell knows no feature;
 * links inside a feature are typed by the router.
 */
type Place = 'home' | 'complaints' | 'received' | 'companies' | 'search' | 'notifications' | 'mailbox' | 'account' | 'users' | 'profile' | 'enroll' | 'terms' | 'agencies' | 'companyAccounts' | 'directory' | 'mails'
export const addresses: Readonly<Record<Place, string>> = {
  home: '/home',
  complaints: '/complaints',
  received: '/received',
  companies: '/companies',
  search: '/search',
  notifications: '/notifications',
  mailbox: '/training/mailbox',
  account: '/account',
  users: '/users',
  profile: '/profile',
  enroll: '/enroll',
  terms: '/accept-terms',
  agencies: '/agencies',
  companyAccounts: '/company-accounts',
  directory: '/directory',
  mails: '/mails',
}
