import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { RefusedAddresses } from '#src/modules/notifications/mail-log-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Notice } from '../../ui/notice.tsx'
import './users.scss'

const refusedQuery = queryOptions({ queryKey: ['refused-addresses'], queryFn: (context) => api.get('/refused-addresses', RefusedAddresses, inBackground(context)), staleTime: 60_000 })

/** Addresses of the own organization whose mail server refuses e-mails for good; nothing while there is none. */
export function RefusedAddressesNotice(): ReactNode {
  const { timeZone } = useSession()
  const refused = useQuery(refusedQuery).data?.items ?? []
  if (refused.length === 0) return null
  return (
    <div className="users__refused">
      <Notice tone="warning" title={refused.length === 1 ? 'E-mails to one address do not arrive' : `E-mails to ${String(refused.length)} addresses do not arrive`}>
        <p>Check the spelling, or ask whoever looks after your mail. Further e-mails are still tried.</p>
        <ul>
          {refused.map(({ address, user, refusedAt, why }) => (
            <li key={address} className="wrap-anywhere">
              {user ? (
                <Link to="/users/$id" params={{ id: user.id }}>
                  {user.name}
                </Link>
              ) : (
                <Link to="/profile">Extra address of your organization</Link>
              )}{' '}
              ({address}), {formatMoment(refusedAt, timeZone)}: {why ?? 'the mail server at the other end refuses them'}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}
