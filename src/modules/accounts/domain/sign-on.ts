/** Rules of single sign-on (docs/operations/single-sign-on.md), without input or output. */

/** Why a single sign-on did not end in a session; the sign-in page has a sentence for each and tells nothing more. */
export const signOnProblems = ['sso_no_account', 'sso_denied', 'sso_unavailable', 'sso_expired', 'sso_failed'] as const
export type SignOnProblem = (typeof signOnProblems)[number]

// RFC 8176, by what they prove: knowing, having, being.
const factors: readonly (readonly string[])[] = [
  ['pwd', 'pin', 'kba'],
  ['otp', 'hwk', 'swk', 'sc', 'sms', 'tel', 'pop', 'fido'],
  ['fpt', 'face', 'iris', 'retina', 'vbm', 'bio'],
]

const multiFactorContexts: readonly string[] = [
  'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
  'https://refeds.org/profile/mfa',
  'http://idmanagement.gov/ns/assurance/aal/2',
  'http://idmanagement.gov/ns/assurance/aal/3',
  'urn:okta:loa:2fa:any',
  // OpenID Connect Extended Authentication Profile: phishing-resistant, and the same with protected hardware
  'phr',
  'phrh',
]

/**
 * Did the issuer ask for two factors? It says so itself ("mfa"), or names methods of two kinds, or a context that
 * demands them. One method alone, such as "otp", may have been the only step: it proves one factor.
 */
export function provesTwoFactors(amr: readonly string[], acr: string | null): boolean {
  if (amr.includes('mfa')) return true
  if (acr !== null && multiFactorContexts.includes(acr)) return true
  return factors.filter((kind) => kind.some((method) => amr.includes(method))).length >= 2
}
