import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { useKeptFocus } from '../../../ui/page.tsx'

/** Says when the detail goes while the page is open: the access was removed, or the complaint is another agency's now. */
export function useLostDetail({ number, detail }: ComplaintRecord): void {
  const had = useRef(false)
  const has = detail !== null
  useEffect(() => {
    if (had.current && !has) announce(`Your agency does not see the details of ${number} any more`)
    had.current = has
  }, [has, number])
  useKeptFocus()
}

/** A tab of the detail that this agency does not read, or reads no more: not found, as the rest of it. */
export function DetailNotFound({ record }: { record: ComplaintRecord }): ReactNode {
  return (
    <EmptyState
      title="This part of the complaint was not found"
      action={
        <Link className="usa-button usa-button--outline" to="/complaints/$id" params={{ id: record.id }}>
          Go to the summary
        </Link>
      }
    >
      {`Your agency sees the basic information of ${record.number}. The details are for ${record.agency.name} and the agencies that it gives access.`}
    </EmptyState>
  )
}
