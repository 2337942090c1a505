import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CompanyRecord } from '#src/modules/companies/contract.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { contactWords, countWords } from './company-words.ts'
import { OnTimeSection } from './on-time-section.tsx'

type Contact = { name: string; title: string | null; email: string | null; phone: string | null }

/** Who to call, and what waits. */
export function CompanyAside({ company }: { company: CompanyRecord }): ReactNode {
  const hasOwn = company.complaintsContact !== null || company.saContact !== null
  return (
    <>
      <section>
        <h2 className="aside-title">Who to call</h2>
        <div className="stack">
          {hasOwn ? null : <p className="muted">The company has named no contact here yet.</p>}
          {company.complaintsContact ? <ContactBlock title="Complaints Contact" contact={company.complaintsContact} /> : null}
          {company.saContact ? <ContactBlock title="SA Contact" contact={company.saContact} /> : null}
          {company.nmlsContacts.map((contact) => (
            <ContactBlock key={contact.kind} title={contactWords[contact.kind]} contact={contact} />
          ))}
          {company.nmlsContacts.length === 0 ? <p className="muted">NMLS names no contact.</p> : <AudienceHint who="shared">From NMLS as the company filed it. It is not changed here.</AudienceHint>}
        </div>
      </section>
      <section>
        <h2 className="aside-title">What waits</h2>
        <Waiting company={company} />
      </section>
      <OnTimeSection companyId={company.id} />
    </>
  )
}

function ContactBlock({ title, contact }: { title: string; contact: Contact }): ReactNode {
  return (
    <div>
      <h3 className="contact-title">{title}</h3>
      <p>
        {contact.name}
        {contact.title ? <span className="muted">{`, ${contact.title}`}</span> : null}
      </p>
      {contact.email ? (
        <p>
          <a href={`mailto:${contact.email}`}>{contact.email}</a>
        </p>
      ) : null}
      {contact.phone ? <p className="num">{contact.phone}</p> : null}
    </div>
  )
}

function Waiting({ company }: { company: CompanyRecord }): ReactNode {
  const { timeZone } = useSession()
  const begun = company.enrollmentBegun
  const day = (instant: string) => formatDate(todayIn(timeZone, instant), 'year')
  return (
    <Facts
      items={[
        {
          label: 'Complaints',
          value:
            company.openComplaints === 0 ? (
              <span className="muted">None is open</span>
            ) : (
              <Link to="/companies/$id/complaints" params={{ id: company.id }}>
                {`${countWords(company.openComplaints)} open at all agencies`}
              </Link>
            ),
        },
        {
          label: 'Your agency’s',
          value: (
            <Link to="/complaints" search={{ view: 'all', companyId: company.id }}>
              All of your agency
            </Link>
          ),
        },
        { label: 'Enrollment', value: begun && company.enrollment !== 'complete' ? `Begun on ${day(begun.at)} by ${begun.by}, ${begun.agency}` : null },
        { label: 'Invitation', value: begun && company.enrollment === 'invited' ? `Valid until ${day(begun.invitationEndsAt)}` : null },
      ]}
    />
  )
}
