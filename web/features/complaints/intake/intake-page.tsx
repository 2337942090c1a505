import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { StatusTag } from '../../../agency/complaint-tags.tsx'
import { complaintQuery, refreshComplaint } from '../../../agency/queries.ts'
import { ComplaintFiles } from '../../../agency/stored-files.tsx'
import { api, ApiProblem } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { DropAnywhere } from '../../../ui/files/drop-anywhere.tsx'
import { PasteFiles } from '../../../ui/files/paste-files.tsx'
import { SaveState } from '../../../ui/form/autosave.tsx'
import { forgetTyped, useContractForm } from '../../../ui/form/contract-form.ts'
import { fieldId } from '../../../ui/form/form.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { Steps } from '../../../ui/steps.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { RelatedSection } from '../related/related-section.tsx'
import { CheckStep } from './check-step.tsx'
import { ComplainantParts } from './complainant-fields.tsx'
import { ComplaintParts } from './complaint-fields.tsx'
import { ConflictDialog } from './conflict-dialog.tsx'
import { DiscardDialog } from './discard-dialog.tsx'
import { DuplicatesPanel } from './duplicates-panel.tsx'
import { fieldPaths, valueAt } from './intake-changes.ts'
import { intakeSteps, stepWords, type IntakeStep } from './intake-steps.ts'
import { valuesOf } from './intake-values.ts'
import { missingFields, type MissingField } from './missing-fields.ts'
import { SoFar } from './so-far.tsx'
import { SubjectFields } from './subject-fields.tsx'
import { SubmitChoice, submissionOf } from './submit-choice.ts'
import { SubmitFields } from './submit-fields.tsx'
import { useIntakeFiles } from './use-intake-files.ts'
import { useIntakeForm } from './use-intake-form.ts'

const route = getRouteApi('/signed-in/complaints/$id/intake')
const leads: Record<IntakeStep, string> = {
  subject: 'The company, branch, individual or Non-NMLS entity that the complaint is about.',
  complaint: 'What happened. Fields are required unless marked optional.',
  complainant: 'The person who complains. Fields are required unless marked optional.',
  documents: 'Letters, statements, pictures: whatever came with the complaint; and the records that it is related to.',
  check: 'Submit the complaint, or come back later: the draft stays.',
}

export function IntakePage(): ReactNode {
  const { id } = route.useParams()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  if (record.status !== 'draft' || !record.can.includes('complaint.update')) return <Navigate to="/complaints/$id" params={{ id }} replace />
  return <Entry key={id} record={record} />
}

/** One draft in five steps; none is blocked by what another lacks. */
function Entry({ record }: { record: ComplaintRecord }): ReactNode {
  const { step = 'subject', field } = route.useSearch()
  const navigate = useNavigate()
  const session = useSession()
  const intake = useIntakeForm(record, { autosave: true, today: session.today })
  const files = useIntakeFiles(record.id)
  const choice = useContractForm<SubmitChoice, SubmitChoice>(SubmitChoice, { defaultValues: { review: 'bypass', reviewerId: '', note: '' }, memoryKey: `submit-${record.id}` })
  const review = useWatch({ control: choice.control, name: 'review' })
  const [discarding, setDiscarding] = useState(false)
  const [refused, setRefused] = useState<readonly Refusal[]>([])
  const [problem, setProblem] = useState('')
  const [working, setWorking] = useState(false)
  const heading = useStepFocus(step, field)
  const at = intakeSteps.indexOf(step)
  const company = record.subject ? companyWord(record.subject.name) : 'The company'
  const local = missingFields(record, session.today)
  const missing = [...local, ...refused.filter((one) => !local.some((known) => known.field === one.field) && one.value === valueIn(record, one.field))]

  // Another step, another matter: what was said about the last attempt is over. A refused field waits until it was changed.
  const [shownStep, setShownStep] = useState(step)
  if (shownStep !== step) {
    setShownStep(step)
    setProblem('')
    setRefused(refused.filter((one) => one.value !== undefined))
  }

  async function go(to: IntakeStep | undefined) {
    if (!to) return
    await intake.saveAll()
    await navigate({ to: '/complaints/$id/intake', params: { id: record.id }, search: { step: to } })
  }
  async function leave() {
    if (await intake.saveAll()) await navigate({ to: '/complaints', search: { view: 'drafts' } })
    else setProblem('Not everything is saved yet. See above what keeps it, then leave.')
  }
  async function submit() {
    setProblem('')
    setWorking(true)
    try {
      if (!(await intake.saveAll())) throw new Error('Not everything is saved yet. See above what keeps it, then submit.')
      if (!(await choice.trigger())) throw new Error('Choose who shall review it, then submit.')
      const submitted = await api.post(`/complaints/${record.id}/submissions`, submissionOf(choice.getValues(), intake.version()), ComplaintRecord)
      forgetTyped(`submit-${record.id}`)
      announce(submitted.status === 'pending' ? `${record.number} is sent for preliminary review` : `${record.number} is submitted. You are its Agency POC`)
      await navigate({ to: '/complaints/$id', params: { id: record.id } })
      queryClient.setQueryData(complaintQuery(record.id).queryKey, submitted)
      await refreshComplaint(record.id)
    } catch (error) {
      // The record may just have been saved: the refusal is about what the server has now.
      const now = queryClient.getQueryData(complaintQuery(record.id).queryKey) ?? record
      if (error instanceof ApiProblem && error.fields.reviewerId) choice.setError('reviewerId', { type: 'server', message: error.fields.reviewerId })
      setRefused(error instanceof ApiProblem ? Object.entries(error.fields).filter(([field]) => field !== 'reviewerId').map(([field, sentence]) => ({ field, sentence, value: valueIn(now, field) })) : [])
      setProblem(sentenceOf(error))
      heading.current?.focus()
    } finally {
      setWorking(false)
    }
  }

  return (
    <Page
      title={`Enter a complaint, ${stepWords[step]}`}
      heading="Enter a complaint"
      focusKey={record.id}
      breadcrumb={[
        <Link key="drafts" to="/complaints" search={{ view: 'drafts' }}>
          Drafts
        </Link>,
        record.number,
      ]}
      tags={<StatusTag status={record.status} />}
      lead={
        <>
          <strong className="ink num">{record.number}</strong> {record.subject ? `about ${record.subjectName}${record.subject.sesId ?? record.etn ? ` (${record.subject.sesId ?? record.etn ?? ''})` : ''}` : null}
        </>
      }
      actions={<SaveState state={intake.state} zone={session.timeZone} note="Only your agency sees drafts" />}
      top={<Steps labels={intakeSteps.map((name) => stepWords[name])} current={at} headed onStep={(index) => void go(intakeSteps[index])} />}
      aside={
        <>
          <DuplicatesPanel record={record} />
          <SoFar record={record} step={step} files={files} />
        </>
      }
      foot={
        <StickyBar
          note={
            <button type="button" className="link-button link-button--danger" onClick={() => setDiscarding(true)}>
              Discard draft
            </button>
          }
        >
          {at > 0 ? (
            <button type="button" className="usa-button usa-button--outline" onClick={() => void go(intakeSteps[at - 1])}>
              Back
            </button>
          ) : null}
          {step === 'check' ? (
            <button type="button" className="usa-button" aria-disabled={working} onClick={() => (working ? undefined : void submit())}>
              {working ? 'Working…' : review === 'preliminary' ? 'Send for preliminary review' : 'Submit and become Agency POC'}
            </button>
          ) : (
            <button type="button" className="usa-button" onClick={() => void go(intakeSteps[at + 1])}>
              Save and continue
            </button>
          )}
          <button type="button" className="link-button" onClick={() => void leave()}>
            Save and leave
          </button>
        </StickyBar>
      }
    >
      <form
        className="form"
        noValidate
        aria-label={stepWords[step]}
        onSubmit={(event) => {
          event.preventDefault()
          void go(intakeSteps[at + 1])
        }}
      >
        <div>
          <h2 className="step-title" ref={heading} tabIndex={-1}>
            <span className="light">{`Step ${String(at + 1)} of ${String(intakeSteps.length)} `}</span>
            {stepWords[step]}
          </h2>
          <p className="muted">{leads[step]}</p>
        </div>
        {problem && !(step === 'check' && missing.length > 0) ? (
          <Notice tone="error" title="Not done yet">
            {problem}
          </Notice>
        ) : null}
        {step === 'subject' ? <SubjectFields intake={intake} record={record} /> : null}
        {step === 'complaint' ? <ComplaintParts intake={intake} record={record} today={session.today} company={company} /> : null}
        {step === 'complainant' ? <ComplainantParts intake={intake} company={company} /> : null}
        {step === 'documents' ? (
          <>
            <AudienceHint who="hidden">Agencies with access. The company sees a document only if you share it.</AudienceHint>
            <ComplaintFiles complaintId={record.id} purpose="complaint" label="Documents" queue={files.queue} />
          </>
        ) : null}
        {step === 'check' ? (
          <>
            <CheckStep record={record} missing={missing} problem={problem} />
            <SubmitFields form={choice} />
          </>
        ) : null}
      </form>
      {/* Outside of the form: its dialogs have forms of their own. */}
      {step === 'documents' ? <RelatedSection complaintId={record.id} level={3} title={<>Related records <span className="optional">(optional)</span></>} /> : null}
      <DropAnywhere words={`Drop to add to the documents of ${record.number}`} onFiles={files.add} />
      {step === 'documents' ? null : <PasteFiles onFiles={files.add} />}
      {intake.conflicts.length > 0 ? <ConflictDialog conflicts={intake.conflicts} onResolve={intake.resolve} /> : null}
      {discarding ? <DiscardDialog record={record} onClose={() => setDiscarding(false)} /> : null}
    </Page>
  )
}

/** A field that the server refused, with the value it had then; undefined for what is no field of the form. */
type Refusal = MissingField & { value: string | boolean | undefined }

function valueIn(record: ComplaintRecord, field: string): string | boolean | undefined {
  // A branch or person of the same company is another subject too.
  if (field === 'subject') return `${record.subjectKind ?? ''} ${record.subjectName}`
  const path = fieldPaths.find((known) => known === field)
  return path ? valueAt(valuesOf(record), path) : undefined
}

/** The focus goes to the step's heading when the step changes, or to the field that a link named. */
function useStepFocus(step: IntakeStep, field: string | undefined) {
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(step)
  useEffect(() => {
    const control = field ? document.getElementById(fieldId(field)) : null
    if (control) {
      control.focus()
      control.scrollIntoView({ block: 'center' })
    } else if (before.current !== step) {
      heading.current?.focus({ preventScroll: true })
      scrollTo({ top: 0 })
    }
    before.current = step
  }, [step, field])
  return heading
}
