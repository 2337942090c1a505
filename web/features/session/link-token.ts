import { useState } from 'react'

/**
 * The token of an e-mail's link: it stands in the fragment, which no server sees, and is kept in memory while the page
 * is open. Null for a page that was opened without.
 */
export function useLinkToken(): string | null {
  const [token] = useState(() => location.hash.slice(1) || null)
  return token
}
