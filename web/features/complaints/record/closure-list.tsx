import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { Closure } from '#src/modules/complaints/contract.ts'
import { closeReasonWords } from '#src/modules/complaints/domain/closing.ts'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate, formatMoment } from '../../../ui/format-date.ts'
import { dollars } from './fact-lists.tsx'

/** How it was closed, each time, the latest first. */
export function ClosureList({ closures, timeZone }: { closures: readonly z.infer<typeof Closure>[]; timeZone: string }): ReactNode {
  return (
    <div className="stack">
      {closures.map((closure) => (
        <Facts
          key={closure.id}
          items={[
            { label: 'Reason', value: <strong>{closeReasonWords[closure.reason]}</strong> },
            { label: closure.reason === 'duplicate' ? 'Duplicate of' : 'Referred to', value: closure.reference },
            { label: 'Relief', value: closure.reliefAmount ? `${dollars(closure.reliefAmount)}${closure.reliefPaidOn ? `, paid ${formatDate(closure.reliefPaidOn, 'year')}` : ''}` : null },
            { label: 'Closed', value: `${formatMoment(closure.closedAt, timeZone)} by ${closure.closedBy.name}` },
            { label: 'Days open', value: String(closure.daysOpen) },
            { label: 'Internal notes', value: closure.notes ? <span className="prose">{closure.notes}</span> : null },
            { label: 'Comments to the company', value: closure.commentsToCompany ? <span className="prose">{closure.commentsToCompany}</span> : closure.sharedWithCompany ? 'None' : 'Not told: it never received the complaint' },
          ]}
        />
      ))}
    </div>
  )
}
