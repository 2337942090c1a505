import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { complaintQuery, refreshComplaint } from '../../../agency/queries.ts'
import { ApiProblem } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { forgetTyped } from '../../../ui/form/contract-form.ts'
import { ErrorSummary } from '../../../ui/form/form.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Section } from '../../../ui/page.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { ComplainantParts } from '../intake/complainant-fields.tsx'
import { ComplaintParts } from '../intake/complaint-fields.tsx'
import { ConflictDialog } from '../intake/conflict-dialog.tsx'
import type { FieldPath } from '../intake/intake-changes.ts'
import { missingValues } from '../intake/missing-fields.ts'
import { SubjectFields } from '../intake/subject-fields.tsx'
import { FieldsNotRight, updateKey, useIntakeForm } from '../intake/use-intake-form.ts'
import { ComplainantFacts, ComplaintFacts, TransactionFacts } from './fact-lists.tsx'

const route = getRouteApi('/signed-in/complaints/$id')
const detailsRoute = getRouteApi('/signed-in/complaints/$id/details')

/** Everything that was entered, to read or, with ?edit, to update: the same fields as when entering. */
export function DetailsTab(): ReactNode {
  const { id } = route.useParams()
  const { edit } = detailsRoute.useSearch()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const mayUpdate = record.can.includes('complaint.update') && record.status !== 'draft'
  return edit && mayUpdate ? <Update key={id} record={record} /> : <Details record={record} mayUpdate={mayUpdate} />
}

function Details({ record, mayUpdate }: { record: ComplaintRecord; mayUpdate: boolean }): ReactNode {
  const { detail } = record
  return (
    <>
      <Section
        title="Complaint"
        side={
          mayUpdate ? (
            <Link className="usa-button usa-button--quiet usa-button--small" to="/complaints/$id/details" params={{ id: record.id }} search={{ edit: true }}>
              Update Complaint
            </Link>
          ) : undefined
        }
      >
        <ComplaintFacts record={record} all />
      </Section>
      <Section title="Transaction">
        <TransactionFacts record={record} />
      </Section>
      {detail ? (
        <>
          <Section title="Complainant">
            <ComplainantFacts record={record} />
          </Section>
          <Section title="Consumer’s description">{detail.narrative ? <p className="prose reading">{detail.narrative}</p> : <p className="muted">Not entered.</p>}</Section>
          <Section title="Desired outcome">{detail.desiredOutcome ? <p className="prose reading">{detail.desiredOutcome}</p> : <p className="muted">Not entered.</p>}</Section>
        </>
      ) : null}
    </>
  )
}

function Update({ record }: { record: ComplaintRecord }): ReactNode {
  const navigate = useNavigate()
  const { today } = useSession()
  const intake = useIntakeForm(record, { autosave: false })
  const [attempt, setAttempt] = useState(0)
  const [working, setWorking] = useState(false)
  const company = record.subject ? companyWord(record.subject.name) : 'The company'
  const back = { to: '/complaints/$id/details', params: { id: record.id }, search: {} } as const

  async function save() {
    intake.form.clearErrors('root')
    setWorking(true)
    try {
      const lacking = missingValues(intake.form.getValues(), record, today)
      for (const { field, sentence } of lacking) intake.form.setError(field as FieldPath, { type: 'missing', message: sentence })
      if (lacking[0]) throw new FieldsNotRight(lacking[0].sentence)
      await intake.saveOnce()
      forgetTyped(updateKey(record.id))
      announce('The complaint is updated')
      await navigate(back)
      await refreshComplaint(record.id)
    } catch (error) {
      const isAtFields = error instanceof FieldsNotRight || (error instanceof ApiProblem && Object.keys(error.fields).length > 0)
      if (!isAtFields) intake.form.setError('root.server', { type: 'server', message: sentenceOf(error) })
      setAttempt((count) => count + 1)
    } finally {
      setWorking(false)
    }
  }

  return (
    <form
      className="form"
      noValidate
      aria-label="Update the complaint"
      onSubmit={(event) => {
        event.preventDefault()
        if (!working) void save()
      }}
    >
      <ErrorSummary form={intake.form} attempt={attempt} />
      {record.firstSentAt ? null : <SubjectFields intake={intake} record={record} />}
      <ComplaintParts intake={intake} record={record} today={today} company={company} />
      <ComplainantParts intake={intake} company={company} />
      <StickyBar note="Every change is kept in the history.">
        <button type="submit" className="usa-button" aria-disabled={working}>
          {working ? 'Working…' : 'Save changes'}
        </button>
        <Link className="usa-button usa-button--outline" {...back} onClick={() => forgetTyped(updateKey(record.id))}>
          Leave without saving
        </Link>
      </StickyBar>
      {intake.conflicts.length > 0 ? (
        <ConflictDialog
          conflicts={intake.conflicts}
          onResolve={(takeTheirs) => {
            intake.resolve(takeTheirs)
            void save()
          }}
        />
      ) : null}
    </form>
  )
}
