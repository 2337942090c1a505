import { z } from 'zod'
import { scopeWords, tokenScopes } from '../../access/token-scopes.ts'
import { Id, Instant, Person, requiredText } from '../../kernel/shapes.ts'
import { longestDays } from './domain/tokens.ts'

export const TokenScope = z.enum(tokenScopes)

/** For people; one that this release does not know any more is shown as it is. */
export function scopeLabel(scope: string): string {
  const known = tokenScopes.find((one) => one === scope)
  return known === undefined ? scope : scopeWords[known].label
}

/** API tokens, with which an organization's own systems use the API. */
export const ApiToken = z
  .object({
    id: Id,
    name: z.string(),
    scopes: z.array(z.string()),
    state: z.enum(['active', 'expired', 'revoked']),
    owner: Person,
    createdAt: Instant,
    expiresAt: Instant,
    lastUsedAt: Instant.nullable().describe('Exact to a minute'),
    revokedAt: Instant.nullable(),
  })
  .meta({ id: 'ApiToken' })
export type ApiToken = z.infer<typeof ApiToken>

export const ScopeChoice = z.object({ scope: TokenScope, label: z.string(), words: z.string() })
export type ScopeChoice = z.infer<typeof ScopeChoice>
export const OwnApiTokens = z.object({
  items: z.array(ApiToken).describe('Those that work first; ended ones for 30 days'),
  most: z.number().int().describe('How many tokens of one user may work at one time'),
  scopes: z.array(ScopeChoice).describe('What may be chosen here'),
})
export type OwnApiTokens = z.infer<typeof OwnApiTokens>
export const ApiTokens = z.object({ items: z.array(ApiToken) })

export const MakeApiToken = z
  .strictObject({
    name: requiredText(100, 'Enter a name, such as that of your system.'),
    scopes: z
      .array(TokenScope)
      .min(1, 'Choose what the token may be used for.')
      .max(tokenScopes.length)
      .refine((scopes) => new Set(scopes).size === scopes.length, { error: 'Name each scope once.' }),
    days: z.number('Enter a number of days.').int('Enter a whole number of days.').min(1, `Enter 1 to ${String(longestDays)} days.`).max(longestDays, `Enter 1 to ${String(longestDays)} days.`).describe('After how many days it expires'),
  })
  .meta({ example: { name: 'Case system', scopes: ['requests:read', 'requests:answer', 'documents:write'], days: 90 } })
export type MakeApiToken = z.infer<typeof MakeApiToken>
export const MadeApiToken = z.object({ id: Id, token: z.string().describe('Shown this once: only its hash is kept').meta({ example: 'ses_…' }) })
export type MadeApiToken = z.infer<typeof MadeApiToken>
