import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RequestItem } from '#src/modules/information-requests/contract.ts'
import { Due } from '../../../ui/due.tsx'
import { Notice } from '../../../ui/notice.tsx'

/** What keeps a complaint from being closed: requests that the company still has. */
export function ClosingBlock({ blocking, company, today }: { blocking: readonly RequestItem[]; company: string; today: string }): ReactNode {
  if (blocking.length === 0) return null
  return (
    <div id="blocked">
      <Notice tone="warning" title={blocking.length === 1 ? `${company} still has one request` : `${company} still has ${String(blocking.length)} requests`}>
        <p>Wait for the answers, or cancel what is no longer needed. Then close.</p>
        <ul className="plain-list">
          {blocking.map((request) => (
            <li key={request.id}>
              <Link to="/information-requests/$id" params={{ id: request.id }}>
                <strong className="num">{request.number}</strong> {request.title}
              </Link>
              , due <Due date={request.dueOn} today={today} />
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}
