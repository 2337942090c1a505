/** What an entry about an account says to its organisation's administrators. An action without words is shown by its name, never hidden. */
export function accountHistorySentence(action: string, details: Readonly<Record<string, unknown>>): string {
  return sentences[action]?.(details) ?? action
}

const fieldWords: Readonly<Record<string, string>> = { name: 'name', title: 'title', phone: 'phone', email: 'e-mail address' }

const methodWords: Readonly<Record<string, string>> = { authenticator: 'with an authenticator app', recovery_code: 'with a recovery code', passkey: 'with a passkey', sso: 'by single sign-on' }
const stepWords: Readonly<Record<string, string>> = { password: 'password', code: 'code', recovery_code: 'recovery code', passkey: 'passkey', sso: 'single sign-on' }

/** Every action about an account that the program writes; users/domain/history-words.test.ts holds them against the code. */
const sentences: Readonly<Record<string, (details: Readonly<Record<string, unknown>>) => string>> = {
  'account.created': (details) => (details['thirdParty'] === true ? 'Third-party user created and invited' : 'User created and invited'),
  'account.updated': (details) => `Profile changed: ${fieldsIn(details['fields'])}`,
  'account.roles_changed': () => 'Roles and groups changed',
  'account.invited': () => 'Invitation sent again',
  'account.activated': () => 'Account activated',
  'account.password_reset_sent': () => 'Link for a new password sent',
  'account.unlocked': () => 'Unlocked',
  'account.second_factors_reset': () => 'Second factors reset',
  'account.work_reassigned': (details) => (typeof details['complaints'] === 'number' ? `Work given to a colleague, ${String(details['complaints'])} of it complaints` : 'Work given to a colleague'),
  'account.removed': (details) => (details['workLeft'] === true ? 'Removed; what they held waits for a colleague' : 'Removed'),
  'account.reactivated': (details) => (details['thirdParty'] === true ? 'Reactivated as a third-party user' : 'Reactivated'),
  'account.agreement_added': () => 'Confidentiality agreement added',
  'account.agreement_read': () => 'Confidentiality agreement opened',
  'account.profile_updated': () => 'Own profile changed',
  'account.mails_chosen': (details) => (details['mails'] === 'daily' ? 'E-mails once a day chosen' : 'E-mails at once chosen'),
  'account.password_changed': () => 'Own password changed',
  'account.password_reset_asked': () => 'Link for a new password asked for',
  'account.password_reset': () => 'New password set by a link',
  'account.terms_accepted': () => 'Terms of use accepted',
  'account.second_factor_set_up': () => 'First second factor set up',
  'account.authenticator_set_up': () => 'Authenticator app set up',
  'account.authenticator_removed': () => 'Authenticator app removed',
  'account.passkey_added': () => 'Passkey added',
  'account.passkey_removed': () => 'Passkey removed',
  'account.recovery_codes_renewed': () => 'New recovery codes made',
  'account.recovery_code_used': () => 'Recovery code used',
  'account.sign_on_linked': () => 'Linked with single sign-on',
  'account.provisioned': () => 'Changed by the organization\'s directory (SCIM)',
  'session.begun': (details) => `Signed in ${methodWords[String(details['method'])] ?? ''}`.trim(),
  'session.ended': () => 'Signed out',
  'session.ended_by_owner': () => 'One of the sessions ended by its owner',
  'session.others_ended_by_owner': () => 'All other sessions ended by their owner',
  'session.confirmed': () => 'Confirmed who they are',
  'session.confirmation_refused': () => 'Confirmation refused',
  'session.refused': (details) => `Sign-in refused: wrong ${stepWords[String(details['step'])] ?? 'proof'}`,
}

function fieldsIn(fields: unknown): string {
  return Array.isArray(fields) ? fields.map((field) => fieldWords[String(field)] ?? String(field)).join(', ') : ''
}
