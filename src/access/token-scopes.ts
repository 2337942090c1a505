import type { Action } from './permissions.ts'

/**
 * What an API token may be used for. A token acts as the user who made it and never does more than that user may do at
 * that moment; its scopes take away from that and add nothing (docs/rules.md 5).
 */
export const tokenScopes = ['complaints:read', 'complaints:write', 'requests:read', 'requests:write', 'requests:answer', 'documents:read', 'documents:write', 'reports:read'] as const
export type TokenScope = (typeof tokenScopes)[number]

/** In plain words, by who is offered it. */
export const scopeWords: Record<TokenScope, { for: readonly ('agency' | 'company')[]; label: string; words: string }> = {
  'complaints:read': { for: ['agency'], label: 'Read complaints', words: 'Lists, search, records with their requests and answers, entities, companies and exports.' },
  'complaints:write': { for: ['agency'], label: 'Work on complaints', words: 'Enter, change, import, refer, close and reopen them; notes, violations, letters and discussion. Includes reading.' },
  'requests:read': { for: ['company'], label: 'Read requests', words: 'What agencies sent to the company, letters too, with its complaints and answers.' },
  'requests:write': { for: ['agency'], label: 'Send requests', words: 'Write, send, extend, send back, remind of and cancel information requests. Includes reading complaints.' },
  'requests:answer': { for: ['company'], label: 'Answer requests', words: 'Draft, comment and submit answers, acknowledge letters, assign people and ask for more time. Includes reading requests.' },
  'documents:read': { for: ['agency', 'company'], label: 'Open documents', words: 'Previews and downloads of files.' },
  'documents:write': { for: ['agency', 'company'], label: 'Add documents', words: 'Upload files, and remove them again until they are sent.' },
  'reports:read': { for: ['agency'], label: 'Read reports', words: 'Numbers, tables and their exports.' },
}

const includes: Partial<Record<TokenScope, TokenScope>> = { 'complaints:write': 'complaints:read', 'requests:write': 'complaints:read', 'requests:answer': 'requests:read' }

/** The scope that each action takes; null: never by a token, because it concerns people, accounts, settings or a decision that a person must take. */
export const scopeOfAction: Record<Action, TokenScope | null> = {
  'complaint.view': 'complaints:read',
  'complaint.view-detail': 'complaints:read',
  'complaint.enter': 'complaints:write',
  'complaint.update': 'complaints:write',
  'complaint.submit': 'complaints:write',
  'complaint.discard': 'complaints:write',
  'complaint.review': 'complaints:write',
  'complaint.replace-reviewer': 'complaints:write',
  'complaint.import': 'complaints:write',
  'complaint.close': 'complaints:write',
  'complaint.cancel': 'complaints:write',
  'complaint.reopen': 'complaints:write',
  'complaint.refer': 'complaints:write',
  'complaint.decide-referral': null,
  'complaint.request-access': 'complaints:write',
  'complaint.decide-access': null,
  'complaint.withdraw-access-request': 'complaints:write',
  'complaint.view-access': 'complaints:read',
  'complaint.export': 'complaints:read',
  'complaint.view-as-company': 'complaints:read',
  'complaint.hold': null,
  'filter.keep': null,
  'filter.remove-shared': null,
  'entity.view': 'complaints:read',
  'entity.create': 'complaints:write',
  'entity.update': 'complaints:write',
  'entity.request-change': 'complaints:write',
  'request.add': 'requests:write',
  'request.send': 'requests:write',
  'request.update': 'requests:write',
  'request.cancel': 'requests:write',
  'request.remind': 'requests:write',
  'request.quick-look': 'requests:write',
  'request.send-back': 'requests:write',
  'request.extend': 'requests:write',
  'request.decide-ask': 'requests:write',
  'request-library.manage': null,
  'research.add': 'complaints:write',
  'violation.add': 'complaints:write',
  'violation.remove': 'complaints:write',
  'citation.manage': null,
  'letter.write': 'complaints:write',
  'letter.approve': null,
  'letter-template.manage': null,
  'document.add': 'documents:write',
  'discussion.post': 'complaints:write',
  'entity-discussion.post': 'complaints:write',
  'report.view': 'reports:read',
  'company.enroll': null,
  'company.view': 'complaints:read',
  'company.request-account': null,
  'received.view': 'requests:read',
  'received.view-arrival': 'requests:read',
  'received.acknowledge-letter': 'requests:answer',
  'received.assign-poc': 'requests:answer',
  'response.draft': 'requests:answer',
  'response.submit': 'requests:answer',
  'response.attach': 'documents:write',
  'response.comment': 'requests:answer',
  'response.hand-over': 'requests:answer',
  'response.return': 'requests:answer',
  'response.assign-drafters': 'requests:answer',
  'response.ask': 'requests:answer',
  'deputy.name': null,
  'enrollment.finish': null,
  'users.manage': null,
  'profile.manage': null,
  'integration.manage': null,
  'platform.operate': null,
  'platform.manage-agencies': null,
  'platform.decide-company-accounts': null,
  'platform.run-directory': null,
  'account.own': null,
}

/** Somebody's token, as an actor carries it. */
export type ActingToken = { id: string; scopes: readonly TokenScope[] }

/** Does the token hold this scope, by itself or included in another? */
export function holdsScope(token: ActingToken, scope: TokenScope): boolean {
  return token.scopes.some((held) => held === scope || includes[held] === scope)
}

/** No token: nothing is taken away. */
export function withinScopes(token: ActingToken | undefined, action: Action): boolean {
  if (token === undefined) return true
  const scope = scopeOfAction[action]
  return scope !== null && holdsScope(token, scope)
}
