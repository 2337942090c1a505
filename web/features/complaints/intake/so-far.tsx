import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { countCharacters } from '#src/kernel/text.ts'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { subjectWords, viaWords } from '../../../agency/complaint-words.ts'
import { documentsQuery } from '../../../agency/queries.ts'
import { stateName } from '../../../agency/states.ts'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { dollars } from '../record/fact-lists.tsx'
import { categoryWords } from '../record/category-words.ts'
import { stepWords, type IntakeStep } from './intake-steps.ts'
import type { IntakeFiles } from './use-intake-files.ts'

/** What was entered so far, as it is saved, each part with the way to its step. */
export function SoFar({ record, step, files }: { record: ComplaintRecord; step: IntakeStep; files: IntakeFiles }): ReactNode {
  const { detail, categories } = record
  const person = detail?.complainant
  const documents = useQuery(documentsQuery(record.id)).data?.items.filter((document) => document.purpose === 'complaint' && document.state === 'stored').length ?? 0
  const place = [record.transactionCity, stateName(record.transactionState)].filter(Boolean).join(', ')
  const name = [person?.firstName, person?.lastName].filter(Boolean).join(' ')
  const tags = [person?.olderAmerican ? 'Older American' : null, person?.servicemember ? 'Servicemember' : null, person?.representedBy === 'attorney' ? 'Attorney' : person?.representedBy === 'representative' ? 'Representative' : null]
  const characters = detail ? countCharacters(detail.narrative) : 0
  const to = (target: IntakeStep, what: string): ReactNode => (step === target ? null : <StepLink id={record.id} step={target} what={what} />)
  return (
    <>
      <section>
        <h2 className="aside-title">So far</h2>
        <Facts
          items={[
            { label: 'Subject', value: <>{subjectWords(record.subjectName)} {to('subject', 'the subject')}</> },
            { label: 'Received', value: record.receivedOn || detail?.receivedVia ? <>{[record.receivedOn ? formatDate(record.receivedOn, 'year') : null, detail?.receivedVia ? viaWords[detail.receivedVia].toLowerCase() : null].filter(Boolean).join(', ')} {to('complaint', 'how it came')}</> : null },
            { label: 'Due', value: record.dueOn ? formatDate(record.dueOn, 'year') : null },
            { label: 'CFPB ID', value: record.cfpbId },
            { label: 'Product', value: categoryWords(categories.product, categories.subProduct) },
            { label: 'Issue', value: categoryWords(categories.issue, categories.subIssue) },
            { label: 'Description', value: characters > 0 ? `${characters.toLocaleString('en-US')} characters` : null },
            { label: 'Outcome', value: detail?.desiredOutcome ? 'Entered' : null },
            { label: 'Transaction', value: [record.transactionDate ? formatDate(record.transactionDate, 'year') : null, place, detail?.transactionAmount ? dollars(detail.transactionAmount) : null].filter(Boolean).join(', ') },
            { label: 'Complainant', value: name || person?.restricted ? <>{name}{person?.restricted ? <span className="block muted small">Restricted to your agency</span> : null} {to('complainant', 'the complainant')}</> : null },
            { label: 'Tags', value: tags.filter(Boolean).join(', ') },
            { label: 'Documents', value: documents + files.onTheirWay + files.refused > 0 ? <>{filesWords(documents, files)} {to('documents', 'the documents')}</> : null },
            { label: 'Related', value: detail?.relatedCount ? String(detail.relatedCount) : null },
          ]}
        />
      </section>
      {step === 'check' ? null : (
        <section>
          <h2 className="aside-title">At the end</h2>
          <p>In step 5 you choose: submit and become Agency POC, or ask a colleague for preliminary review. Until then only your agency sees it, as a draft.</p>
          {step === 'documents' ? null : <p className="muted small">Files may be dropped or pasted on any step.</p>}
        </section>
      )}
    </>
  )
}

function filesWords(ready: number, { onTheirWay, refused }: IntakeFiles): string {
  return [`${String(ready)} ready`, onTheirWay > 0 ? `${String(onTheirWay)} on the way` : null, refused > 0 ? `${String(refused)} not taken` : null].filter(Boolean).join(', ')
}

function StepLink({ id, step, what }: { id: string; step: IntakeStep; what: string }): ReactNode {
  return (
    <Link to="/complaints/$id/intake" params={{ id }} search={{ step }} title={stepWords[step]}>
      Change<span className="sr-only"> {what}</span>
    </Link>
  )
}
