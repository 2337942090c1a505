import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { Letter } from '#src/modules/letters/contract.ts'
import { missingIn } from '#src/modules/letters/domain/merge-fields.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { api, apiPath, newIdempotencyKey } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { SaveState } from '../../../ui/form/autosave.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { TextArea, TextField } from '../../../ui/form/text-fields.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, Section, useKeptFocus } from '../../../ui/page.tsx'
import { Paper } from '../../../ui/paper.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { ApproveDialog, ReturnDialog } from './company-letter-dialogs.tsx'
import { IssueToComplainantDialog } from './issue-to-complainant-dialog.tsx'
import { letterCrumbs } from './letter-crumbs.tsx'
import { takeStep } from './letter-steps.ts'
import { LetterTag } from './letter-tag.tsx'
import { textsOf, useLetterDraft, type LetterTexts } from './use-letter-draft.ts'

type Asking = 'issue' | 'discard' | 'approve' | 'return'

/** A draft: every word can be changed, it saves itself, and shows beside how it will read. */
export function LetterEditor({ record, letter }: { record: ComplaintRecord; letter: Letter }): ReactNode {
  const { timeZone, today } = useSession()
  const navigate = useNavigate()
  const { form, theirs, choose, settle, saveNow, version, saveState } = useLetterDraft(letter)
  const [problem, setProblem] = useState<{ title: string; sentence: string } | null>(null)
  const [asking, setAsking] = useState<Asking | null>(null)
  const [isWorking, setWorking] = useState(false)
  const [key] = useState(newIdempotencyKey)
  useKeptFocus()
  const values: LetterTexts = { ...textsOf(letter), ...useWatch({ control: form.control }) }
  const missing = [...(values.addressee.trim() === '' ? ['The name and address of who gets the letter are missing.'] : []), ...missingIn(`${values.addressee}\n${values.subject}\n${values.body}`)]
  const isToCompany = letter.side === 'company'
  const shown = theirs ?? values

  async function complete(): Promise<number> {
    if (missing.length > 0) throw new Error(missing.join(' '))
    return settle()
  }

  async function preview() {
    setProblem(null)
    // Opened at once, or the browser takes it for an unwanted window.
    const page = window.open('', '_blank')
    try {
      await settle()
      if (page) page.location.href = apiPath(`/letters/${letter.id}/preview.pdf`)
    } catch (error) {
      page?.close()
      setProblem({ title: 'The preview was not made', sentence: sentenceOf(error) })
    }
  }

  async function askApproval() {
    if (isWorking) return
    setProblem(null)
    setWorking(true)
    try {
      await takeStep(letter, 'approval-requests', { version: await settle() }, newIdempotencyKey(), 'The Supervisors were asked to approve the letter')
    } catch (error) {
      setProblem({ title: 'Approval was not asked for', sentence: sentenceOf(error) })
    } finally {
      setWorking(false)
    }
  }

  async function discard() {
    await saveNow()
    await api.delete(`/letters/${letter.id}?version=${String(version())}`)
    announce('Draft discarded')
    await navigate({ to: '/complaints/$id/letters', params: { id: record.id } })
    await refreshComplaint(record.id)
  }

  return (
    <Page
      title={`Letter to the ${letter.side}, ${record.number}`}
      breadcrumb={letterCrumbs(record, 'Draft')}
      tags={<LetterTag letter={letter} />}
      actions={<SaveState state={saveState} zone={timeZone} note={letter.ownerOnly ? 'Only your agency sees it' : undefined} />}
      layout="halves"
      foot={
        <StickyBar note={<AudienceHint who={letter.ownerOnly ? 'own' : 'hidden'}>{`${letter.ownerOnly ? 'Only your agency: the complainant’s details are restricted.' : 'Your agency and agencies with access.'} ${isToCompany ? 'The company sees nothing before it is issued' : letter.ownerOnly ? '' : 'Never the company'}`}</AudienceHint>}>
          {isToCompany ? <ApprovalButtons letter={letter} isWorking={isWorking} ask={() => void askApproval()} onPress={setAsking} /> : null}
          {isToCompany ? null : (
            <button type="button" className="usa-button main-action" onClick={() => setAsking('issue')}>
              Issue the letter
            </button>
          )}
          <button type="button" className="usa-button usa-button--outline" onClick={() => void preview()}>
            Preview as PDF
          </button>
          <button type="button" className="usa-button usa-button--quiet" onClick={() => setAsking('discard')}>
            Discard the draft
          </button>
        </StickyBar>
      }
    >
      <div className="stack">
        {problem ? <Notice tone="error" title={problem.title}>{problem.sentence}</Notice> : null}
        {letter.toCompany?.approvalAsked ? (
          <Notice tone="info" title={`${letter.toCompany.approvalAsked.by.name} asked a Supervisor to approve this letter`}>
            It can still be changed until it is approved.
          </Notice>
        ) : null}
        {letter.toCompany?.returnNote ? (
          <Notice tone="warning" title="Returned with a note">
            {letter.toCompany.returnNote}
          </Notice>
        ) : null}
        {theirs ? (
          <Notice
            tone="warning"
            title="Somebody else changed this letter meanwhile"
            actions={
              <>
                <button type="button" className="usa-button usa-button--outline" onClick={() => choose('theirs')}>
                  Take their text
                </button>
                <button type="button" className="usa-button usa-button--outline" onClick={() => choose('mine')}>
                  Keep mine
                </button>
              </>
            }
          >
            Their text stands at the right. Nothing is saved until you choose.
          </Notice>
        ) : null}
        {missing.length > 0 ? (
          <Notice tone="warning" title={missing.length === 1 ? 'One thing is missing' : `${String(missing.length)} things are missing`}>
            <ul className="plain-list">
              {missing.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            Put it in, or take the mark out, before the letter is {isToCompany ? 'approved' : 'issued'}.
          </Notice>
        ) : null}
        <Form form={form} label="Letter" onSubmit={() => saveNow()}>
          <div className="stack">
            <TextArea form={form} name="addressee" label="To" rows={4} max={500} hint={isToCompany ? 'Name and address of the company.' : 'Name and address, as they stand on the envelope.'} />
            <TextField form={form} name="subject" label="Subject" />
            <TextArea form={form} name="body" label="Text" rows={20} max={20_000} />
          </div>
        </Form>
      </div>
      <Section title={theirs ? 'Their text' : 'How it reads'}>
        <Paper date={formatDate(today, 'year')} addressee={shown.addressee} subject={shown.subject} body={shown.body} />
      </Section>
      {asking === 'issue' ? <IssueToComplainantDialog letter={letter} settle={complete} onClose={() => setAsking(null)} /> : null}
      {asking === 'approve' ? <ApproveDialog approve={async () => takeStep(letter, 'approvals', { version: await complete() }, key, 'The letter is approved')} onClose={() => setAsking(null)} /> : null}
      {asking === 'return' ? <ReturnDialog letter={letter} settle={settle} onClose={() => setAsking(null)} /> : null}
      {asking === 'discard' ? (
        <ConfirmDialog title="Discard this draft?" confirm="Discard the draft" danger onConfirm={discard} onClose={() => setAsking(null)}>
          <p>Its text is deleted. The history says that there was a draft.</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

function ApprovalButtons({ letter, isWorking, ask, onPress }: { letter: Letter; isWorking: boolean; ask: () => void; onPress: (what: 'approve' | 'return') => void }): ReactNode {
  const mayApprove = letter.can.includes('letter.approve')
  return (
    <>
      {mayApprove ? (
        <button type="button" className="usa-button main-action" onClick={() => onPress('approve')}>
          Approve the letter
        </button>
      ) : null}
      {letter.can.includes('letter.ask-approval') ? (
        <button type="button" className={mayApprove ? 'usa-button usa-button--outline' : 'usa-button main-action'} aria-disabled={isWorking} onClick={ask}>
          {isWorking ? 'Working…' : 'Ask for approval'}
        </button>
      ) : null}
      {letter.can.includes('letter.return') ? (
        <button type="button" className="usa-button usa-button--outline" onClick={() => onPress('return')}>
          Return the draft
        </button>
      ) : null}
    </>
  )
}
