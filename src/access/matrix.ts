import { actions, permissions, type Permission } from './permissions.ts'
import { scopeOfAction } from './token-scopes.ts'

/** The permission table as a page for people: docs/access-matrix.md, generated and compared by `npm run check`. */
export function accessMatrix(): string {
  const rows = actions.map((action) => `| \`${action}\` | ${describe(permissions[action]).join(' | ')} | ${scopeOfAction[action] ?? 'never'} |`)
  return [
    '# Access matrix',
    '',
    'Generated from `src/access/permissions.ts`: who may do what. What somebody may *see* is decided in the',
    'database (ARCHITECTURE.md, Access); what a record\'s *status* allows, by its lifecycle. Both must agree as well.',
    '',
    '| Action | Who | Whose records | Only when | By API token, with the scope |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function describe(rule: Permission): [string, string, string] {
  switch (rule.side) {
    case 'everyone':
      return ['everyone who is signed in', 'their own', '']
    case 'administrators':
      return ['Account Administrator of an agency or company', "their own organisation's", '']
    case 'platform':
      return ['platform administrator', 'organisations and accounts, never complaints', '']
    case 'agency':
      return [
        [...rule.complaintsRoles.map((role) => `Complaint ${capital(role)}`), ...rule.systemRoles.map(words)].join(', '),
        { owner: "own agency's", detail: "own agency's, and those it was given access to", other: "another agency's", any: 'any that are visible' }[rule.scope],
        rule.condition?.words ?? '',
      ]
    case 'company':
      return [
        [...rule.access.map((access) => (access === 'manage' ? 'company: Manage' : 'company: View only')), ...rule.systemRoles.map((role) => `company: ${words(role)}`)].join(', '),
        "own company's",
        rule.condition?.words ?? (rule.whileEnrolling ? 'also before the enrollment is complete' : ''),
      ]
  }
}

function words(role: string): string {
  return role.split('_').map(capital).join(' ')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
