import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { viaWords } from '../../../agency/complaint-words.ts'
import { stateName } from '../../../agency/states.ts'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { categoryWords } from './category-words.ts'

type Props = { record: ComplaintRecord }

/** `all` adds how it came: outside the record's right column, which says that itself. */
export function ComplaintFacts({ record, all = false }: Props & { all?: boolean }): ReactNode {
  const { categories, detail } = record
  return (
    <Facts
      items={[
        { label: 'Subject', value: all ? record.subjectName : null },
        { label: 'Received', value: all && record.receivedOn ? `${formatDate(record.receivedOn, 'year')}${detail?.receivedVia ? `, ${viaWords[detail.receivedVia].toLowerCase()}` : ''}` : null },
        { label: 'Complaint due', value: all && record.dueOn ? formatDate(record.dueOn, 'year') : null },
        { label: 'Product', value: categoryWords(categories.product, categories.subProduct) },
        { label: 'Issue', value: categoryWords(categories.issue, categories.subIssue) },
        { label: 'Business type', value: record.businessType },
        { label: 'Activities', value: record.businessActivities.join(', ') },
        { label: 'CFPB ID', value: record.cfpbId },
      ]}
    />
  )
}

export function TransactionFacts({ record }: Props): ReactNode {
  const place = [record.transactionCity, stateName(record.transactionState)].filter(Boolean).join(', ')
  const items = [
    { label: 'Date', value: record.transactionDate ? formatDate(record.transactionDate, 'year') : null },
    { label: 'Place', value: place },
    { label: 'Amount', value: record.detail?.transactionAmount ? dollars(record.detail.transactionAmount) : null },
  ]
  if (items.every(({ value }) => !value)) return <p className="muted">Not entered.</p>
  return <Facts items={items} />
}

const actsFor = { nobody: null, representative: 'Representative', attorney: 'Attorney' } as const

export function ComplainantFacts({ record }: Props): ReactNode {
  const person = record.detail?.complainant
  if (!person) return <p className="muted">Restricted: only the owning agency sees who complained.</p>
  const place = [person.city, [person.state, person.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return (
    <Facts
      items={[
        { label: 'Name', value: [person.firstName, person.lastName].filter(Boolean).join(' ') || 'Not entered' },
        { label: 'Address', value: [person.street, place].filter(Boolean).join(', ') },
        { label: 'Phone', value: person.phone },
        { label: 'E-mail', value: person.email },
        { label: 'Language', value: person.language },
        { label: 'Tags', value: [person.olderAmerican ? 'Older American' : null, person.servicemember ? 'Servicemember' : null].filter(Boolean).join(', ') },
        { label: actsFor[person.representedBy] ?? 'Acting', value: person.representedBy === 'nobody' ? null : person.representativeName || 'Name not entered' },
      ]}
    />
  )
}

export function dollars(amount: string): string {
  return Number(amount).toLocaleString('en-US', { style: 'currency', currency: 'USD' })
}
