import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { ReviewDialog } from './poc-dialog.tsx'
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
      return <CompleteReview record={record} words={next.words} />
    case 'review':
      return (
        <Link className="usa-button" to="/information-requests/$id" params={{ id: next.requestId }}>
          {next.words}
        </Link>
      )
  }
}

/** The reviewer names who works on the complaint, in a dialog; the other outcome, closing, is among the actions. */
function CompleteReview({ record, words }: { record: ComplaintRecord; words: string }): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="usa-button" onClick={() => setOpen(true)}>
        {words}
      </button>
      {open ? <ReviewDialog record={record} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
