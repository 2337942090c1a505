import type { ReactNode } from 'react'
import { useSession } from '../../app/session.tsx'

export function SupportLinks(): ReactNode {
  const { support } = useSession()
  return (
    <ul className="plain-list">
      <li>
        <a href={`tel:${support.phone.replace(/[^\d+]/g, '')}`}>{support.phone}</a>
      </li>
      <li>
        <a href={`mailto:${support.email}`}>{support.email}</a>
      </li>
    </ul>
  )
}
