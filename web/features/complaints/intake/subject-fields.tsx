import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { FoundSubject } from '#src/modules/complaints/subject-contract.ts'
import { countWords } from '../../../agency/complaint-words.ts'
import { findAnySubject, kindWords } from '../../../agency/subject/subject-queries.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { ComboField, type ComboOption } from '../../../ui/form/combo-field.tsx'
import { Fieldset } from '../../../ui/form/field.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { subjectValue } from './intake-values.ts'
import type { Intake } from './use-intake-form.ts'

/** Whom the complaint is about, found by ID or name; or step by step, on a page of its own. */
export function SubjectFields({ intake, record }: { intake: Intake; record: ComplaintRecord }): ReactNode {
  const { subject } = record
  return (
    <div className="stack">
      <Fieldset legend="Whom is the complaint about?" hint={<AudienceHint who="shared">Every agency sees the subject. A company sees its own details once a request is sent.</AudienceHint>}>
        <ComboField
          form={intake.form}
          name="subject"
          label="Company, branch, individual or Non-NMLS entity"
          hint="Type an SES ID, an NMLS ID, an ETN or a name, such as SES-001187, 1904412 or Brightwater."
          placeholder="ID or name"
          initialLabel={record.subject ? record.subjectName : ''}
          search={async (words, signal) => (await findAnySubject(words, signal)).map(optionOf)}
          none="Nothing was found. Check the ID, type the beginning of the name, or search step by step."
        />
        {record.canChangeSubject ? (
          <p>
            <Link to="/complaints/$id/subject" params={{ id: record.id }}>
              Search step by step, or enter another ID
            </Link>
          </p>
        ) : null}
      </Fieldset>
      {record.firstSentAt ? <Notice tone="info">The subject can no longer be changed: a request was sent.</Notice> : null}
      {subject ? (
        <div className="panel" aria-live="polite">
          <div className="panel__head">{record.subjectName}</div>
          <div className="panel__body">
            <Facts
              items={[
                { label: 'Branch', value: subject.branch },
                { label: 'Individual', value: subject.individual },
                { label: 'Company', value: subject.branch || subject.individual ? subject.name : null },
                { label: 'IDs', value: [subject.entity?.etn ?? subject.sesId, subject.nmlsId ? `NMLS ${subject.nmlsId}` : null].filter(Boolean).join(' · ') },
                { label: 'Address', value: subject.address },
                { label: 'Open complaints', value: `${countWords(subject.openComplaints)} at all agencies` },
                { label: 'Standing', value: subject.entity ? 'Not in NMLS: information requests cannot be sent to it' : subject.standing === 'to_be_confirmed' ? 'To be confirmed: taken over from an import' : null },
              ]}
            />
          </div>
        </div>
      ) : null}
    </div>
  )
}

function optionOf(match: FoundSubject): ComboOption {
  const parts = [kindWords[match.kind], match.companyName, match.number, match.nmlsId ? `NMLS ${match.nmlsId}` : null, match.address, match.why.length > 0 ? `found by: ${match.why.join(', ')}` : null]
  return { value: subjectValue({ ...match, companyId: match.entityId ?? match.companyId ?? '' }), label: match.name, detail: parts.filter(Boolean).join(' · ') }
}
