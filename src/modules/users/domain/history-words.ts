/** What an entry about an account says to its organisation's administrators. An action without words is shown by its name, never hidden. */
export function accountHistorySentence(action: string, details: Readonly<Record<string, unknown>>): string {
  return sentences[action]?.(details) ?? action
}

const fieldWords: Readonly<Record<string, string>> = { name: 'name', title: 'title', phone: 'phone', email: 'e-mail address' }

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
  'session.started': () => 'Signed in',
  'session.ended': () => 'Signed out',
  'session.refused': (details) => (details['step'] === 'password' ? 'Sign-in refused: wrong password' : 'Sign-in refused: wrong code'),
}

function fieldsIn(fields: unknown): string {
  return Array.isArray(fields) ? fields.map((field) => fieldWords[String(field)] ?? String(field)).join(', ') : ''
}
