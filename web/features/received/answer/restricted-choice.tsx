import { useController } from 'react-hook-form'
import type { ReactNode } from 'react'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { actingPoc } from '../components/acting.ts'
import { useSession } from '../../../app/session.tsx'
import { draftOf, type AnswerForm } from './use-answer-draft.ts'

/** Restricting an answer, with what it means. Whoever would lose the draft by it cannot turn it on. */
export function RestrictedChoice({ form, record }: { form: AnswerForm; record: ReceivedRequestRecord }): ReactNode {
  const { user, organisation } = useSession()
  const { field } = useController({ control: form.control, name: 'restricted' })
  const { agency } = record.complaint
  const companyPoc = actingPoc(record.complaint)
  const author = draftOf(record)?.author
  const isPoc = companyPoc?.id === user.id
  const locksOut = !isPoc && author !== undefined && author.id !== user.id
  const poc = companyPoc ? `the Company POC (${isPoc ? 'you' : companyPoc.name})` : 'the Company POC'
  return (
    <div className="check check--panel">
      <input id="field-restricted" type="checkbox" ref={field.ref} name={field.name} checked={field.value ?? false} disabled={locksOut} onBlur={field.onBlur} onChange={(event) => field.onChange(event.target.checked)} aria-describedby="field-restricted-hint" />
      <label htmlFor="field-restricted">Restrict this answer inside {organisation?.shortName ?? 'your company'}</label>
      <span className="check__hint" id="field-restricted-hint">
        {locksOut
          ? `Only ${author.name}, who began this answer, or ${poc} can restrict it.`
          : `On: of your company only ${poc} can read it, and while it is a draft ${author && author.id !== user.id ? author.name : 'the person who began it'}. ${agency.shortName} always reads it once it is submitted.`}
      </span>
    </div>
  )
}
