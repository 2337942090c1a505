import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'

/**
 * The token of an e-mail's link: it stands in the fragment, which no server sees, and is kept in memory while the page
 * is open, also after it was taken out of the address. Null for a page that was opened without.
 */
export function useLinkToken(): string | null {
  const hash = useLocation({ select: (location) => location.hash })
  const [token, setToken] = useState(hash || null)
  // Another link opened in the same window changes nothing but the fragment.
  if (hash && hash !== token) setToken(hash)
  return token
}
