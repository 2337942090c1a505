import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'

/** The path to a letter. */
export function letterCrumbs(record: ComplaintRecord, last: string): ReactNode[] {
  const params = { id: record.id }
  return [
    <Link key="record" to="/complaints/$id" params={params}>
      {`${record.number} ${record.subjectName}`}
    </Link>,
    <Link key="letters" to="/complaints/$id/letters" params={params}>
      Letters
    </Link>,
    last,
  ]
}
