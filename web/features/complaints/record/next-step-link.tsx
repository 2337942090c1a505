import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { NextStep } from './waited-for.ts'

/** The one primary button of a record. */
export function NextStepLink({ next, record }: { next: NextStep; record: ComplaintRecord }): ReactNode {
  const params = { id: record.id }
  switch (next.kind) {
    case 'continue':
      return (
        <Link className="usa-button" to="/complaints/$id/intake" params={params}>
          {next.words}
        </Link>
      )
    case 'add-request':
      return (
        <Link className="usa-button" to="/complaints/$id/information-requests/new" params={params}>
          {next.words}
        </Link>
      )
    case 'send':
      return (
        <Link className="usa-button" to="/complaints/$id/send" params={params}>
          {next.words}
        </Link>
      )
    case 'close':
      return (
        <Link className="usa-button" to="/complaints/$id/close" params={params}>
          {next.words}
        </Link>
      )
    case 'complete-review':
      return (
        <Link className="usa-button" to="/complaints/$id/review" params={params}>
          {next.words}
        </Link>
      )
    case 'review':
      return (
        <Link className="usa-button" to="/information-requests/$id" params={{ id: next.requestId }}>
          {next.words}
        </Link>
      )
  }
}
