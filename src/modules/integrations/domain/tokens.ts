/** Tokens that work at one time, of one user. */
export const mostTokens = 10
/** Days for which a token may be made. */
export const longestDays = 365
export const proposedDays = 90

export type TokenState = 'active' | 'expired' | 'revoked'

export function stateOfToken(token: { expiresAt: Date; revokedAt: Date | null }, now: Date): TokenState {
  if (token.revokedAt !== null) return 'revoked'
  return token.expiresAt <= now ? 'expired' : 'active'
}
