/** Why this address cannot be a user's, where the organisation has named its domains; else null (docs/rules.md 1). */
export function emailDomainProblem(email: string, domains: readonly string[]): string | null {
  if (domains.length === 0) return null
  const domain = email.slice(email.lastIndexOf('@') + 1).trim().toLowerCase()
  if (domains.some((allowed) => allowed.toLowerCase() === domain)) return null
  return `Use an address at ${domains.join(' or ')}. The allowed domains stand in the profile of your organization.`
}
