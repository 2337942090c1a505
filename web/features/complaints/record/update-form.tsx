import { useState, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { ApiProblem } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { forgetTyped } from '../../../ui/form/contract-form.ts'
import { ErrorSummary } from '../../../ui/form/form.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { ComplainantParts } from '../intake/complainant-fields.tsx'
import { ComplaintParts } from '../intake/complaint-fields.tsx'
import { ConflictDialog } from '../intake/conflict-dialog.tsx'
import type { FieldPath } from '../intake/intake-changes.ts'
import { missingValues } from '../intake/missing-fields.ts'
import { SubjectFields } from '../intake/subject-fields.tsx'
import { FieldsNotRight, updateKey, useIntakeForm } from '../intake/use-intake-form.ts'

type Props = {
  record: ComplaintRecord
  /** Where it goes on, saved or not. */
  onDone: () => Promise<unknown>
}

/** Everything that was entered, to be changed together: the same fields as when entering. */
export function UpdateForm({ record, onDone }: Props): ReactNode {
  const { today } = useSession()
  const intake = useIntakeForm(record, { autosave: false, today })
  const [attempt, setAttempt] = useState(0)
  const [working, setWorking] = useState(false)
  const company = record.subject ? companyWord(record.subject.name) : 'The company'

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
      await onDone()
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
        <button
          type="button"
          className="usa-button usa-button--outline"
          onClick={() => {
            forgetTyped(updateKey(record.id))
            void onDone()
          }}
        >
          Leave without saving
        </button>
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
