import type { ReactNode } from 'react'
import type { SubjectMatch } from '#src/modules/companies/contract.ts'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { findSubjects } from '../../../agency/queries.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { ComboField, type ComboOption } from '../../../ui/form/combo-field.tsx'
import { Fieldset } from '../../../ui/form/field.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { subjectValue } from './intake-values.ts'
import type { Intake } from './use-intake-form.ts'

const kindWords: Record<SubjectMatch['kind'], string> = { company: 'Company', branch: 'Branch', individual: 'Individual' }

/** Whom the complaint is about, found by ID or name. */
export function SubjectFields({ intake, record }: { intake: Intake; record: ComplaintRecord }): ReactNode {
  const { subject } = record
  return (
    <div className="stack">
      <Fieldset legend="Whom is the complaint about?" hint={<AudienceHint who="shared">Every agency sees the subject. The company sees its own details once a request is sent.</AudienceHint>}>
        <ComboField
          form={intake.form}
          name="subject"
          label="Company, branch or individual"
          hint="Type an SES ID, an NMLS ID or a name, such as SES-001187, 1904412 or Brightwater."
          placeholder="ID or name"
          initialLabel={record.subject ? record.subjectName : ''}
          search={async (words, signal) => (await findSubjects(words, signal)).map(optionOf)}
          none="Nothing was found. Check the ID, or type the beginning of the name."
        />
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
                { label: 'IDs', value: [subject.sesId, subject.nmlsId ? `NMLS ${subject.nmlsId}` : null].filter(Boolean).join(' · ') },
                { label: 'Address', value: subject.address },
                { label: 'Open complaints', value: `${subject.openComplaints >= 1000 ? '1,000+' : String(subject.openComplaints)} at all agencies` },
                { label: 'Standing', value: subject.standing === 'to_be_confirmed' ? 'To be confirmed: taken over from an import' : null },
              ]}
            />
          </div>
        </div>
      ) : null}
    </div>
  )
}

function optionOf(match: SubjectMatch): ComboOption {
  const parts = [kindWords[match.kind], match.kind === 'company' ? null : match.companyName, match.sesId, match.nmlsId ? `NMLS ${match.nmlsId}` : null, match.place, `found by: ${match.why}`]
  return { value: subjectValue(match), label: match.name, detail: parts.filter(Boolean).join(' · ') }
}
