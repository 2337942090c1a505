import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { documentsQuery } from '../../../agency/queries.ts'
import { ScrollText } from '../../../agency/scroll-text.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { ComplainantFacts, ComplaintFacts, TransactionFacts } from '../record/fact-lists.tsx'
import { stepOf, stepWords } from './intake-steps.ts'
import type { MissingField } from './missing-fields.ts'

/** What is still missing, each with a link to its field, and everything as it will be submitted. `problem`: why the last attempt was refused. */
export function CheckStep({ record, missing, problem }: { record: ComplaintRecord; missing: readonly MissingField[]; problem: string }): ReactNode {
  const documents = useQuery(documentsQuery(record.id)).data?.items.filter((document) => document.purpose === 'complaint') ?? []
  const isRestricted = record.detail?.complainant?.restricted ?? false
  return (
    <div className="stack stack--wide">
      {missing.length === 0 ? (
        <Notice tone="success" title="Nothing is missing">
          Look it through once more, then submit.
        </Notice>
      ) : (
        <div className="error-summary" role="group" aria-labelledby="missing-title">
          <h3 id="missing-title">{missing.length === 1 ? 'One thing is still missing' : `${String(missing.length)} things are still missing`}</h3>
          {problem ? <p role="alert">{problem}</p> : null}
          <ul>
            {missing.map(({ field, sentence }) => (
              <li key={field}>
                <Link to="/complaints/$id/intake" params={{ id: record.id }} search={{ step: stepOf(field), field }}>
                  {sentence}
                </Link>{' '}
                <span className="muted small">{stepWords[stepOf(field)]}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Section title="Complaint" level={3} hint={<AudienceHint who="shared">Every agency sees this from the submission on. The company sees only its own details of it, once a request is sent.</AudienceHint>}>
        <ComplaintFacts record={record} all />
      </Section>
      <Section title="Consumer’s description" level={3} hint={isRestricted ? <AudienceHint who="hidden">Agencies with access. Not shared with the company, because complainant details are restricted.</AudienceHint> : undefined}>
        {record.detail?.narrative ? <ScrollText label="Consumer’s description">{record.detail.narrative}</ScrollText> : <p className="muted">Nothing entered yet.</p>}
      </Section>
      <Section title="Transaction" level={3}>
        <TransactionFacts record={record} />
      </Section>
      <Section
        title="Complainant"
        level={3}
        side={isRestricted ? <Tag tone="lock">Restricted</Tag> : undefined}
        hint={
          isRestricted ? (
            <AudienceHint who="own">Complainant details are restricted: only your agency sees who complained. The company and other agencies with access do not, and letters that name the complainant are yours alone.</AudienceHint>
          ) : (
            <AudienceHint who="shared">Agencies with access. The company too reads name and address, once a request is sent; never phone and e-mail.</AudienceHint>
          )
        }
      >
        <ComplainantFacts record={record} />
      </Section>
      <Section title="Documents" level={3} count={documents.length}>
        {documents.length === 0 ? <p className="muted">None.</p> : <ul className="plain-list">{documents.map((document) => <li key={document.id}>{document.name}</li>)}</ul>}
      </Section>
    </div>
  )
}
