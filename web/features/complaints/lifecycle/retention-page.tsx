import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DisposalCertificate, DueItem } from '#src/modules/retention/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatDate, formatMoment, todayIn } from '../../../ui/format-date.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { Tag } from '../../../ui/tag.tsx'
import { certificatesQuery, dueQuery } from './lifecycle-queries.ts'
import { disposalWords } from './retention-words.ts'

type Reader = { today: string; timeZone: string }
const endWords = { closed: 'Closed', canceled: 'Canceled' } as const
const due = columnsFor<DueItem>()
const dueColumns = ({ today, timeZone }: Reader) =>
  due.columns([
    due.accessor('number', {
      header: 'ID',
      meta: { card: 'lead', nowrap: true },
      cell: ({ row }) => (
        <Link data-row-link to="/complaints/$id" params={{ id: row.original.complaintId }}>
          {row.original.number}
        </Link>
      ),
    }),
    due.accessor('subjectName', { header: 'Subject', meta: { card: 'title' } }),
    due.accessor('status', { header: 'Ended', meta: { card: 'more' }, cell: ({ row }) => `${endWords[row.original.status]}${row.original.endedAt ? ` ${formatDate(todayIn(timeZone, row.original.endedAt), 'year')}` : ''}` }),
    due.accessor('retainUntil', { header: 'Kept until', meta: { card: 'due', nowrap: true }, cell: ({ row }) => <KeptUntil item={row.original} today={today} /> }),
    due.accessor('onHold', { header: 'Legal hold', meta: { card: 'tag' }, cell: ({ row }) => (row.original.onHold ? <Tag tone="lock">Legal hold</Tag> : '') }),
  ])

const countWords: Record<string, [string, string]> = {
  documents: ['document', 'documents'], requests: ['request', 'requests'], responses: ['answer', 'answers'], closures: ['closure', 'closures'],
  notes: ['note', 'notes'], violations: ['alleged violation', 'alleged violations'], letters: ['letter', 'letters'], relatedRecords: ['related record', 'related records'], posts: ['post on the discussion board', 'posts on the discussion board'],
}
const certificate = columnsFor<DisposalCertificate>()
const certificateColumns = ({ timeZone }: Reader) =>
  certificate.columns([
    certificate.accessor('number', { header: 'Certificate', meta: { card: 'lead', nowrap: true } }),
    certificate.accessor('complaintNumber', { header: 'Complaint', meta: { card: 'title', nowrap: true } }),
    certificate.accessor('status', { header: 'Ended', meta: { card: 'more' }, cell: ({ row }) => `${endWords[row.original.status]}${row.original.endedAt ? ` ${formatDate(todayIn(timeZone, row.original.endedAt), 'year')}` : ''}` }),
    certificate.accessor('retainUntil', { header: 'Kept until', meta: { nowrap: true }, cell: ({ row }) => formatDate(row.original.retainUntil, 'year') }),
    certificate.accessor('disposedAt', { header: 'Disposed of', meta: { card: 'due', nowrap: true }, cell: ({ row }) => formatMoment(row.original.disposedAt, timeZone, 'year') }),
    certificate.display({ id: 'counts', header: 'What was destroyed', meta: { card: 'more' }, cell: ({ row }) => <Destroyed of={row.original} /> }),
  ])

/** What will be disposed of soon, and what was. */
export function RetentionPage(): ReactNode {
  const session = useSession()
  const dueList = useInfiniteQuery(dueQuery)
  const certificates = useInfiniteQuery(certificatesQuery)
  const settings = dueList.data?.pages[0]
  return (
    <Page
      title="Retention"
      lead="Closed and canceled complaints whose time is over soon, and certificates of those that are gone."
      breadcrumb={[
        <Link key="list" to="/complaints">
          Complaints
        </Link>,
        'Retention',
      ]}
    >
      {settings ? (
        <Notice tone="info" title={settings.disposesAutomatically ? 'Your agency disposes automatically' : 'Nothing is deleted by itself'}>
          <p>
            {`Complaints are kept for ${settings.retentionYears === 1 ? '1 year' : `${String(settings.retentionYears)} years`} after they ended. `}
            {settings.disposesAutomatically
              ? 'Each day the system deletes those whose date is past and that are not on legal hold. This cannot be undone. A Complaint Supervisor can set a legal hold in the record.'
              : 'An Account Administrator can have the system dispose of what is due, in the agency profile.'}
          </p>
        </Notice>
      ) : null}
      <Section title="Due within 90 days">
        <DataTable caption="Complaints whose retention date comes within 90 days" query={dueList} columns={dueColumns(session)} rowId={(row) => row.complaintId} quiet empty={<EmptyState title="Nothing is due within 90 days.">Complaints come here 90 days before the day until which they are kept.</EmptyState>} />
      </Section>
      <Section title="Certificates of disposal">
        <DataTable caption="Certificates of disposal" query={certificates} columns={certificateColumns(session)} rowId={(row) => row.id} quiet empty={<EmptyState title="Nothing was disposed of yet.">Each complaint that is disposed of leaves a certificate here.</EmptyState>} />
      </Section>
    </Page>
  )
}

function KeptUntil({ item, today }: { item: DueItem; today: string }): ReactNode {
  return (
    <span className="two-lines">
      <time dateTime={item.retainUntil}>{formatDate(item.retainUntil, 'year')}</time>
      <small className="muted">{disposalWords(item, today)}</small>
    </span>
  )
}

function Destroyed({ of: { counts, documentHashes, number } }: { of: DisposalCertificate }): ReactNode {
  const words = Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? [`${String(count)} ${countWords[kind]?.[count === 1 ? 0 : 1] ?? kind}`] : []))
  return (
    <>
      {words.length > 0 ? words.join(', ') : 'The complaint itself'}
      {documentHashes.length > 0 ? (
        <details>
          <summary>
            SHA-256 of the documents<span className="sr-only"> of {number}</span>
          </summary>
          <ul className="plain-list small">
            {documentHashes.map((hash) => (
              <li key={hash} className="num">
                <code style={{ overflowWrap: 'anywhere' }}>{hash}</code>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}
