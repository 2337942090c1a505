import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { z } from 'zod'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { IssueLetter, Letter, UpdateLetter } from '#src/modules/letters/contract.ts'
import { missingIn } from '#src/modules/letters/domain/merge-fields.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { api, ApiProblem, apiPath, newIdempotencyKey } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog, FormDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { SaveState, useAutosave } from '../../../ui/form/autosave.tsx'
import { RadioGroup } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { Form } from '../../../ui/form/form.tsx'
import { TextArea, TextField } from '../../../ui/form/text-fields.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { ApproveDialog } from './company-letter.tsx'
import { ReturnDialog, takeStep } from './company-letter-dialogs.tsx'
import { letterCrumbs } from './letter-crumbs.tsx'
import { LetterTag } from './letter-tag.tsx'
import { letterQuery } from './letter-queries.ts'
import { Paper } from '../../../ui/paper.tsx'

const Texts = UpdateLetter.omit({ version: true })
type Texts = { addressee: string; subject: string; body: string }
const textsOf = ({ addressee, subject, body }: Texts): Texts => ({ addressee, subject, body })

/** A draft: every word can be changed, it saves itself, and shows beside how it will read. */
export function LetterEditor({ record, letter }: { record: ComplaintRecord; letter: Letter }): ReactNode {
  const { timeZone, today } = useSession()
  const navigate = useNavigate()
  const version = useRef(letter.version)
  const [problem, setProblem] = useState('')
  const [theirs, setTheirs] = useState<Letter | null>(null)
  const [asking, setAsking] = useState<'issue' | 'discard' | 'approve' | 'return' | null>(null)
  const form = useContractForm(Texts, { defaultValues: textsOf(letter) })
  const values: Texts = { ...textsOf(letter), ...useWatch({ control: form.control }) }
  const missing = [...(values.addressee.trim() === '' ? ['The name and address of who gets the letter are missing.'] : []), ...missingIn(`${values.addressee}\n${values.subject}\n${values.body}`)]
  const isToCompany = letter.side === 'company'
  const [key] = useState(newIdempotencyKey)
  const list = { to: '/complaints/$id/letters', params: { id: record.id } } as const

  const autosave = useAutosave(form, async (texts) => {
    if (theirs) throw new Error('Choose first which text stands.')
    try {
      const saved = await api.patch(`/letters/${letter.id}`, { version: version.current, ...texts }, Letter)
      version.current = saved.version
      queryClient.setQueryData(letterQuery(letter.complaintId, letter.id).queryKey, saved)
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'stale_version') setTheirs(Letter.parse(error.current))
      throw error
    }
  }, { savedAt: new Date(letter.updatedAt) })

  function choose(take: 'mine' | 'theirs') {
    if (!theirs) return
    version.current = theirs.version
    if (take === 'theirs') form.reset(textsOf(theirs))
    setTheirs(null)
    if (take === 'mine') autosave.markChanged()
  }

  async function preview() {
    // Opened at once, or the browser takes it for an unwanted window.
    const page = window.open('', '_blank')
    await autosave.saveNow()
    if (page) page.location.href = apiPath(`/letters/${letter.id}/preview.pdf`)
  }

  async function approve() {
    if (missing.length > 0) throw new Error(missing.join(' '))
    await autosave.saveNow()
    await takeStep({ ...letter, version: version.current }, 'approvals', { version: version.current }, key, 'The letter is approved')
  }

  async function askApproval() {
    setProblem('')
    try {
      await autosave.saveNow()
      await takeStep({ ...letter, version: version.current }, 'approval-requests', { version: version.current }, newIdempotencyKey(), 'The Supervisors were asked to approve the letter')
      version.current = queryClient.getQueryData(letterQuery(letter.complaintId, letter.id).queryKey)?.version ?? version.current
    } catch (error) {
      setProblem(sentenceOf(error))
    }
  }

  async function discard() {
    await autosave.saveNow()
    await api.delete(`/letters/${letter.id}?version=${String(version.current)}`)
    announce('Draft discarded')
    await navigate(list)
    await refreshComplaint(record.id)
  }

  return (
    <Page
      title={`Letter to the ${letter.side}, ${record.number}`}
      breadcrumb={letterCrumbs(record, 'Draft')}
      tags={<LetterTag letter={letter} />}
      actions={<SaveState state={autosave.state} zone={timeZone} note={letter.ownerOnly ? 'Only your agency sees it' : undefined} />}
      layout="halves"
      foot={
        <StickyBar note={<AudienceHint who={letter.ownerOnly ? 'own' : 'hidden'}>{`${letter.ownerOnly ? 'Only your agency: the complainant’s details are restricted.' : 'Your agency and agencies with access.'} ${isToCompany ? 'The company sees nothing before it is issued' : letter.ownerOnly ? '' : 'Never the company'}`}</AudienceHint>}>
          {isToCompany ? <ApprovalButtons letter={letter} ask={() => void askApproval()} onPress={setAsking} /> : null}
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
        {problem ? <Notice tone="error" title="Approval was not asked for">{problem}</Notice> : null}
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
        <Form form={form} label="Letter" onSubmit={() => autosave.saveNow()}>
          <div className="stack">
            <TextArea form={form} name="addressee" label="To" rows={4} max={500} hint={isToCompany ? 'Name and address of the company.' : 'Name and address, as they stand on the envelope.'} />
            <TextField form={form} name="subject" label="Subject" />
            <TextArea form={form} name="body" label="Text" rows={20} max={20_000} />
          </div>
        </Form>
      </div>
      <Section title={theirs ? 'Their text' : 'How it reads'}>
        <Paper date={formatDate(today, 'year')} addressee={(theirs ?? values).addressee} subject={(theirs ?? values).subject} body={(theirs ?? values).body} />
      </Section>
      {asking === 'issue' ? <IssueDialog letter={letter} missing={missing} save={autosave.saveNow} version={() => version.current} onClose={() => setAsking(null)} complaintId={record.id} /> : null}
      {asking === 'approve' ? <ApproveDialog approve={approve} onClose={() => setAsking(null)} /> : null}
      {asking === 'return' ? <ReturnDialog letter={{ ...letter, version: version.current }} onClose={() => setAsking(null)} /> : null}
      {asking === 'discard' ? (
        <ConfirmDialog title="Discard this draft?" confirm="Discard the draft" danger onConfirm={discard} onClose={() => setAsking(null)}>
          <p>Its text is deleted. The history says that there was a draft.</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

function ApprovalButtons({ letter, ask, onPress }: { letter: Letter; ask: () => void; onPress: (what: 'approve' | 'return') => void }): ReactNode {
  const mayApprove = letter.can.includes('letter.approve')
  return (
    <>
      {mayApprove ? (
        <button type="button" className="usa-button main-action" onClick={() => onPress('approve')}>
          Approve the letter
        </button>
      ) : null}
      {letter.can.includes('letter.ask-approval') ? (
        <button type="button" className={mayApprove ? 'usa-button usa-button--outline' : 'usa-button main-action'} onClick={ask}>
          Ask for approval
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

const Issue = z.object({ sentVia: IssueLetter.shape.sentVia.unwrap() })

function IssueDialog({ letter, missing, save, version, complaintId, onClose }: { letter: Letter; missing: readonly string[]; save: () => Promise<void>; version: () => number; complaintId: string; onClose: () => void }): ReactNode {
  const form = useContractForm(Issue, { defaultValues: { sentVia: 'mail' } })
  const [key] = useState(newIdempotencyKey)
  async function issue({ sentVia }: { sentVia: 'mail' | 'email' }) {
    if (missing.length > 0) throw new Error(missing.join(' '))
    await save()
    const issued = await api.post(`/letters/${letter.id}/issues`, { version: version(), sentVia }, Letter, { idempotencyKey: key })
    announce('The letter is issued')
    onClose()
    queryClient.setQueryData(letterQuery(letter.complaintId, letter.id).queryKey, issued)
    await refreshComplaint(complaintId)
  }
  return (
    <FormDialog title="Issue this letter?" submit="Issue the letter" keep="Not yet" form={form} onSubmit={issue} onClose={onClose}>
      <div className="stack">
        <p>It can then not be changed any more. Its PDF is kept with the documents, and it is noted under Research/Communication.</p>
        <RadioGroup
          form={form}
          name="sentVia"
          label="How it goes out"
          options={[
            { value: 'mail', label: 'By post', hint: 'You print the PDF and post it.' },
            { value: 'email', label: 'By e-mail', hint: 'You attach the PDF to an e-mail of your agency. The system sends nothing.' },
          ]}
        />
      </div>
    </FormDialog>
  )
}
