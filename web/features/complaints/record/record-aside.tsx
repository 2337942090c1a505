import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { companyWord, viaWords } from '../../../agency/complaint-words.ts'
import { EnrollmentTag } from '../../../agency/enrollment-tag.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { daysUntil, dueWords, formatDate, todayIn } from '../../../ui/format-date.ts'
import { RelatedAside } from '../related/related-aside.tsx'

type Props = { record: ComplaintRecord; onChangePoc: (() => void) | null; reader: { today: string; timeZone: string } }

/** People, subject, dates, and who can see the record. */
export function RecordAside({ record, onChangePoc, reader: { today, timeZone } }: Props): ReactNode {
  const { detail, subject } = record
  const day = (instant: string | null) => (instant ? formatDate(todayIn(timeZone, instant), 'year') : null)
  return (
    <>
      <section>
        <h2 className="aside-title">People</h2>
        <Facts
          items={[
            { label: 'Agency', value: record.agency.name },
            {
              label: 'Agency POC',
              value: (
                <>
                  {record.agencyPoc ? <strong>{record.agencyPoc.name}</strong> : <span className="muted">Not named</span>}{' '}
                  {onChangePoc ? (
                    <button type="button" className="link-button" onClick={onChangePoc}>
                      Change<span className="sr-only"> the Agency POC</span>
                    </button>
                  ) : null}
                </>
              ),
            },
            { label: 'Entered by', value: record.enteredBy?.name ?? (record.imported ? 'Import' : null) },
            {
              label: 'Company POC',
              value: detail?.companyPoc ? (
                <CompanyPoc poc={detail.companyPoc} deputy={detail.deputy} today={today} />
              ) : detail && record.firstSentAt ? (
                <span className="muted">Not assigned yet</span>
              ) : null,
            },
            { label: 'Complaints Contact', value: subject?.complaintsContact?.name },
          ]}
        />
      </section>
      <section>
        <h2 className="aside-title">Subject</h2>
        {subject ? (
          <>
            <Facts
              items={[
                { label: 'Branch', value: subject.branch },
                { label: 'Individual', value: subject.individual },
                {
                  label: 'Non-NMLS entity',
                  value: subject.entity ? (
                    <Link to="/entities/$id" params={{ id: subject.entity.id }}>
                      {subject.name}
                    </Link>
                  ) : null,
                },
                {
                  label: 'Company',
                  value: subject.entity ? null : subject.companyId ? (
                    <Link to="/companies/$id" params={{ id: subject.companyId }}>
                      {subject.name}
                    </Link>
                  ) : (
                    subject.name
                  ),
                },
                { label: 'IDs', value: [subject.entity?.etn ?? subject.sesId, subject.nmlsId ? `NMLS ${subject.nmlsId}` : null].filter(Boolean).join(' · ') },
                { label: 'Enrollment', value: subject.enrollment ? <EnrollmentTag enrollment={subject.enrollment} /> : null },
                {
                  label: 'Complaints',
                  value: subject.companyId ? (
                    <Link to="/complaints" search={{ view: 'all_agencies', companyId: subject.companyId }}>
                      {`${subject.openComplaints >= 1000 ? '1,000+' : String(subject.openComplaints)} open at all agencies`}
                    </Link>
                  ) : subject.entity ? `${subject.openComplaints >= 1000 ? '1,000+' : String(subject.openComplaints)} open at all agencies` : null,
                },
              ]}
            />
            {subject.entity ? <p className="muted small aside-note">Not in NMLS: no information request can be sent to it.</p> : null}
            {record.firstSentAt && record.isOwn && record.status !== 'closed' && record.status !== 'canceled' ? <p className="muted small aside-note">The subject can no longer be changed: a request was sent.</p> : null}
            {record.canChangeSubject ? (
              <p className="aside-note">
                <Link to="/complaints/$id/subject" params={{ id: record.id }}>
                  Update the subject
                </Link>
              </p>
            ) : null}
          </>
        ) : (
          <p className="muted">No subject chosen yet.</p>
        )}
      </section>
      <section>
        <h2 className="aside-title">Dates</h2>
        <Facts
          items={[
            { label: 'Received', value: record.receivedOn ? `${formatDate(record.receivedOn, 'year')}${detail?.receivedVia ? `, ${viaWords[detail.receivedVia].toLowerCase()}` : ''}` : null },
            { label: 'Created', value: day(record.createdAt) },
            { label: 'First sent', value: day(record.firstSentAt) },
            {
              label: 'Complaint due',
              value: record.dueOn ? (
                <>
                  {formatDate(record.dueOn, 'year')} {record.closedAt ? null : <span className={record.dueOn < today ? 'late' : 'muted'}>{dueWords(daysUntil(record.dueOn, today))}</span>}
                </>
              ) : null,
            },
            { label: 'Closed', value: record.status === 'closed' ? day(record.closedAt) : null },
          ]}
        />
      </section>
      {detail ? <RelatedAside complaintId={record.id} /> : null}
      <section>
        <h2 className="aside-title">Who can see this</h2>
        <WhoCanSee record={record} since={day(record.firstSentAt)} />
      </section>
    </>
  )
}

function WhoCanSee({ record, since }: { record: ComplaintRecord; since: string | null }): ReactNode {
  if (record.status === 'draft') return <AudienceHint who="own">Only your agency, while it is a draft.</AudienceHint>
  const company = record.subject ? companyWord(record.subject.name) : 'The company'
  return (
    <div className="stack stack--tight">
      <AudienceHint who="shared">
        <strong>Detail:</strong> {record.isOwn ? 'your agency, and agencies that it gave access' : record.detail ? `${record.agency.shortName}, and your agency by access` : `${record.agency.shortName}, and agencies that it gave access`}
        {record.detail?.complainant?.restricted ? `. Who complained is for ${record.isOwn ? 'your agency' : record.agency.shortName} alone` : ''}
      </AudienceHint>
      <AudienceHint who="shared">
        <strong>Basic information:</strong> complaints users of every agency
      </AudienceHint>
      <AudienceHint who={since ? 'company' : 'hidden'}>
        <strong>Company:</strong> {record.subject?.entity ? 'none. A Non-NMLS entity is never sent anything' : since ? `${company} since ${since}` : 'nothing until a request is sent'}
      </AudienceHint>
      <Link to="/complaints/$id/access" params={{ id: record.id }}>
        View Access
      </Link>
    </div>
  )
}

type Detail = NonNullable<ComplaintRecord['detail']>

/** Whoever acts now stands first: the deputy while there is one. */
function CompanyPoc({ poc, deputy, today }: { poc: NonNullable<Detail['companyPoc']>; deputy: Detail['deputy']; today: string }): ReactNode {
  const acts = deputy ?? poc
  return (
    <>
      <strong>{acts.name}</strong>
      {deputy ? <span className="block">{`for ${poc.name}${deputy.until ? `, until ${formatDate(deputy.until, 'short', today)}` : ''}`}</span> : null}
      {acts.title || acts.phone ? (
        <span className="muted small block">
          {acts.title}
          {acts.title && acts.phone ? <br /> : null}
          {acts.phone}
        </span>
      ) : null}
    </>
  )
}
