import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { Letter } from '#src/modules/letters/contract.ts'
import { contentOf } from '../../../agency/document-table.tsx'
import { sendingDefaultsQuery } from '../../../agency/queries.ts'
import { newIdempotencyKey } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate, formatMoment, todayIn } from '../../../ui/format-date.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { Paper } from '../../../ui/paper.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { ApproveDialog, ExtendLetterDialog, IssueToCompanyDialog, ReturnDialog, WithdrawDialog } from './company-letter-dialogs.tsx'
import { letterCrumbs } from './letter-crumbs.tsx'
import { takeStep } from './letter-steps.ts'
import { LetterTag } from './letter-tag.tsx'

type Asking = 'issue' | 'approve' | 'return' | 'extend' | 'withdraw'
type ToCompany = NonNullable<Letter['toCompany']>

/** A letter to the company that is not written on any more: approved, with the company, acknowledged, withdrawn; a draft for those who only read. */
export function CompanyLetter({ record, letter, toCompany }: { record: ComplaintRecord; letter: Letter; toCompany: ToCompany }): ReactNode {
  const { timeZone, today } = useSession()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [key] = useState(newIdempotencyKey)
  const company = record.subject?.name ?? 'The company'
  const close = () => setAsking(null)
  const may = (action: string) => letter.can.includes(action)
  // What the dialog proposes is there when it opens.
  useQuery({ ...sendingDefaultsQuery(record.id), enabled: may('letter.issue') })
  const isOpen = letter.status === 'draft' || letter.status === 'approved'
  return (
    <Page
      title={letter.subject}
      breadcrumb={letterCrumbs(record, 'Letter to the company')}
      tags={<LetterTag letter={letter} />}
      aside={<Steps letter={letter} toCompany={toCompany} zone={timeZone} today={today} />}
      foot={
        may('letter.issue') || may('letter.extend') || may('letter.withdraw') || may('letter.approve') ? (
          <StickyBar note={<AudienceHint who={isOpen ? 'hidden' : 'shared'}>{isOpen ? 'The company sees nothing before it is issued' : 'The company has this letter'}</AudienceHint>}>
            {may('letter.issue') ? (
              <button type="button" className="usa-button main-action" onClick={() => setAsking('issue')}>
                Issue to the company
              </button>
            ) : null}
            {may('letter.approve') ? (
              <button type="button" className="usa-button main-action" onClick={() => setAsking('approve')}>
                Approve the letter
              </button>
            ) : null}
            {may('letter.return') ? (
              <button type="button" className="usa-button usa-button--outline" onClick={() => setAsking('return')}>
                {letter.status === 'approved' ? 'Change the letter' : 'Return the draft'}
              </button>
            ) : null}
            {may('letter.extend') ? (
              <button type="button" className="usa-button usa-button--outline" onClick={() => setAsking('extend')}>
                Change the date
              </button>
            ) : null}
            {may('letter.withdraw') ? (
              <button type="button" className="usa-button usa-button--quiet" onClick={() => setAsking('withdraw')}>
                Withdraw the letter
              </button>
            ) : null}
          </StickyBar>
        ) : undefined
      }
    >
      <div className="stack">
        <Standing letter={letter} toCompany={toCompany} company={company} zone={timeZone} today={today} />
        <Paper {...(letter.issuedAt ? { date: formatDate(todayIn(timeZone, letter.issuedAt), 'year') } : {})} addressee={letter.addressee} subject={letter.subject} body={letter.body} />
      </div>
      {asking === 'issue' ? <IssueToCompanyDialog letter={letter} record={record} company={company} onClose={close} /> : null}
      {asking === 'return' ? <ReturnDialog letter={letter} onClose={close} /> : null}
      {asking === 'extend' ? <ExtendLetterDialog letter={letter} company={company} onClose={close} /> : null}
      {asking === 'withdraw' ? <WithdrawDialog letter={letter} company={company} onClose={close} /> : null}
      {asking === 'approve' ? <ApproveDialog approve={() => takeStep(letter, 'approvals', { version: letter.version }, key, 'The letter is approved')} onClose={close} /> : null}
    </Page>
  )
}

function Standing({ letter, toCompany, company, zone, today }: { letter: Letter; toCompany: ToCompany; company: string; zone: string; today: string }): ReactNode {
  const { document } = letter
  const pdf = document?.canOpen ? (
    <a className="usa-button usa-button--outline" href={contentOf(document)} download={document.name}>
      Save the PDF
    </a>
  ) : undefined
  if (toCompany.withdrawn)
    return (
      <Notice tone="info" title={`Withdrawn ${formatMoment(toCompany.withdrawn.at, zone)} by ${toCompany.withdrawn.by.name}`} actions={pdf}>
        {`${company} reads the reason: ${toCompany.withdrawn.reason}`}
      </Notice>
    )
  if (toCompany.acknowledged)
    return (
      <Notice tone="success" title={`Acknowledged ${formatMoment(toCompany.acknowledged.at, zone)} by ${toCompany.acknowledged.by.name}`} actions={pdf}>
        {toCompany.acknowledged.words ? `“${toCompany.acknowledged.words}”` : `${company} added no words.`}
      </Notice>
    )
  if (letter.status === 'issued')
    return (
      <Notice tone={toCompany.overdue ? 'warning' : 'info'} title={toCompany.overdue ? `${company} has not acknowledged receipt` : `Waiting for ${company} to acknowledge receipt`} actions={pdf}>
        {toCompany.deliveredAt === null
          ? 'The PDF is being made; the company gets the letter together with it.'
          : `${toCompany.overdue ? 'That was due' : 'Due'} ${toCompany.dueOn ? formatDate(toCompany.dueOn, 'weekday', today) : ''}.${document?.canOpen ? '' : ' The PDF is being checked for malware.'}`}
      </Notice>
    )
  if (letter.status === 'approved') return <Notice tone="success" title={`Approved by ${toCompany.approved?.by.name ?? ''}`}>It can be issued. The company gets the letter with its PDF, and is asked to acknowledge receipt.</Notice>
  return null
}

function Steps({ letter, toCompany, zone, today }: { letter: Letter; toCompany: ToCompany; zone: string; today: string }): ReactNode {
  const moment = (step: { by: { name: string }; at: string } | null) => (step ? `${step.by.name}, ${formatMoment(step.at, zone)}` : null)
  const moved = toCompany.dueOn !== toCompany.originalDueOn && toCompany.originalDueOn !== null
  return (
    <section>
      <h2 className="aside-title">This letter</h2>
      <Facts
        items={[
          { label: 'Written by', value: letter.createdBy.name },
          { label: 'Approval asked', value: moment(toCompany.approvalAsked) },
          { label: 'Approved', value: moment(toCompany.approved) },
          { label: 'Issued', value: letter.issuedAt && letter.issuedBy ? moment({ by: letter.issuedBy, at: letter.issuedAt }) : null },
          { label: 'Acknowledgment due', value: toCompany.dueOn ? `${formatDate(toCompany.dueOn, 'weekday', today)}${moved && toCompany.originalDueOn ? `; was ${formatDate(toCompany.originalDueOn, 'short', today)}` : ''}` : null },
          { label: 'Acknowledged', value: moment(toCompany.acknowledged) },
        ]}
      />
    </section>
  )
}
