import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { NextStep } from './waited-for.ts'

/** The one primary button of a record. */
export function NextStepLink({ next, id }: { next: NextStep; id: string }): ReactNode {
  const params = { id }
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
    case 'review':
      return (
        <Link className="usa-button" to="/information-requests/$id" params={{ id: next.requestId }} preload={false}>
          {next.words}
        </Link>
      )
  }
}
