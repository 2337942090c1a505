import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { subjectWords, viaWords } from '../../../agency/complaint-words.ts'
import { stateName } from '../../../agency/states.ts'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import type { IntakeStep } from './intake-steps.ts'

/** What was entered so far, as it is saved. */
export function SoFar({ record, step }: { record: ComplaintRecord; step: IntakeStep }): ReactNode {
  const { detail, categories } = record
  const place = [record.transactionCity, stateName(record.transactionState)].filter(Boolean).join(', ')
  const name = [detail?.complainant?.firstName, detail?.complainant?.lastName].filter(Boolean).join(' ')
  return (
    <>
      <section>
        <h2 className="aside-title">So far</h2>
        <Facts
          items={[
            {
              label: 'Subject',
              value: (
                <>
                  {subjectWords(record.subjectName)}{' '}
                  {step === 'subject' ? null : (
                    <Link to="/complaints/$id/intake" params={{ id: record.id }} search={{ step: 'subject' }}>
                      {record.subject ? 'Change' : 'Choose'}
                      <span className="sr-only"> the subject</span>
                    </Link>
                  )}
                </>
              ),
            },
            { label: 'Received', value: record.receivedOn ? `${formatDate(record.receivedOn, 'year')}${detail?.receivedVia ? `, ${viaWords[detail.receivedVia].toLowerCase()}` : ''}` : null },
            { label: 'Product', value: categories.product?.name },
            { label: 'Issue', value: categories.issue?.name },
            { label: 'Transaction', value: [record.transactionDate ? formatDate(record.transactionDate, 'year') : null, place].filter(Boolean).join(', ') },
            { label: 'Complainant', value: name },
          ]}
        />
      </section>
      <section>
        <h2 className="aside-title">At the end</h2>
        <p>In step 5 you submit the complaint and become its Agency POC. Until then only your agency sees it, as a draft.</p>
      </section>
    </>
  )
}
