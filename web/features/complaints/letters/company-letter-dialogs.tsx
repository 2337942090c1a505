import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { z } from 'zod'
import { addDays } from '#src/kernel/calendar.ts'
import { CalendarDate } from '#src/kernel/shapes.ts'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { ExtendLetter, ReturnLetter, WithdrawLetter, type Letter } from '#src/modules/letters/contract.ts'
import { letterNoteLimit } from '#src/modules/letters/domain/letter-lifecycle.ts'
import { enrollmentQuery } from '../../../agency/enrollment.ts'
import { sendingDefaultsQuery } from '../../../agency/queries.ts'
import { newIdempotencyKey } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog, FormDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { CheckField } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { DateField, TextArea } from '../../../ui/form/text-fields.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { Notice } from '../../../ui/notice.tsx'
import { takeStep } from './letter-steps.ts'

type Props = { letter: Letter; company: string; onClose: () => void }

const Issue = z.object({ dueOn: CalendarDate, shareNarrative: z.boolean() })

/** Says who gets the letter and what goes along, before it is issued. */
export function IssueToCompanyDialog(props: Props & { record: ComplaintRecord }): ReactNode {
  const defaults = useQuery(sendingDefaultsQuery(props.record.id))
  // The date is asked for whether or not one can be proposed.
  return defaults.isPending ? null : <IssueForm {...props} dueOn={defaults.data?.dueOn ?? ''} />
}

function IssueForm({ letter, record, company, dueOn, onClose }: Props & { record: ComplaintRecord; dueOn: string }): ReactNode {
  const { today } = useSession()
  const [key] = useState(newIdempotencyKey)
  const companyId = record.subject?.companyId ?? ''
  const isEnrolled = record.subject?.enrollment === 'complete'
  const enrollment = useQuery({ ...enrollmentQuery(companyId), enabled: companyId !== '' && !isEnrolled }).data
  const restricted = record.detail?.complainant?.restricted ?? false
  const isFirst = record.firstSentAt === null
  const form = useContractForm(Issue, { defaultValues: { dueOn, shareNarrative: isFirst && !restricted } })
  const poc = record.detail?.companyPoc?.name
  async function issue(input: z.infer<typeof Issue>) {
    await takeStep(letter, 'issues', { version: letter.version, ...input }, key, 'The letter is issued')
    onClose()
  }
  return (
    <FormDialog title={`Issue this letter to ${company}?`} submit="Issue the letter" keep="Not yet" form={form} onSubmit={issue} onClose={onClose}>
      <div className="stack">
        {isFirst ? (
          <Notice tone="info" title="This is the first that the company gets">
            {`The letter delivers the complaint: ${company} sees it from then on${restricted ? ', without the complainant, whose details are restricted' : ', with the complainant’s name and address'}. Its subject cannot be changed any more, and it cannot be referred.`}
          </Notice>
        ) : null}
        {!isEnrolled && enrollment ? (
          enrollment.enrollment === null ? (
            <Notice tone="warning" title={`Nobody at ${company} has been invited yet`}>
              <Link to="/companies/$id" params={{ id: companyId }}>
                Enroll its first user
              </Link>{' '}
              first; then issue the letter.
            </Notice>
          ) : (
            <Notice tone="info">{`${company} is not enrolled yet. The letter waits, and opens once the enrollment is complete.`}</Notice>
          )
        ) : null}
        <DateField form={form} name="dueOn" label="Receipt to be acknowledged by" min={addDays(today, 1)} hint="Proposed: your agency’s number of days for an answer." />
        {isFirst && !restricted ? <CheckField form={form} name="shareNarrative" label="Share the consumer’s description" hint="What the company has read cannot be taken back." /> : null}
        <AudienceHint who="sent">{`${poc ? `${poc}, the Company POC,` : `${company}’s Complaints Contact`} is told by e-mail. An issued letter cannot be changed, only withdrawn.`}</AudienceHint>
      </div>
    </FormDialog>
  )
}

export function ApproveDialog({ approve, onClose }: { approve: () => Promise<void>; onClose: () => void }): ReactNode {
  return (
    <ConfirmDialog
      title="Approve this letter?"
      confirm="Approve the letter"
      keep="Not yet"
      onConfirm={async () => {
        await approve()
        onClose()
      }}
      onClose={onClose}
    >
      <p>It can then be issued to the company as it stands. If its text is changed, it needs approval anew.</p>
      <AudienceHint who="own">Whoever asked is told. The company sees nothing yet.</AudienceHint>
    </ConfirmDialog>
  )
}

/** Back to a draft, with a note for whoever wrote it. `settle`: where it is being written on; saves that first, and says which version stands. */
export function ReturnDialog({ letter, settle, onClose }: Omit<Props, 'company'> & { settle?: () => Promise<number> }): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(ReturnLetter, { defaultValues: { version: letter.version, note: '' } })
  const isApproved = letter.status === 'approved'
  return (
    <FormDialog
      title={isApproved ? 'Change this letter?' : 'Return this draft?'}
      submit={isApproved ? 'Make it a draft again' : 'Return the draft'}
      keep="Not now"
      form={form}
      onSubmit={async (input) => {
        await takeStep(letter, 'returns', { ...input, version: (await settle?.()) ?? input.version }, key, 'The letter is a draft again')
        onClose()
      }}
      onClose={onClose}
    >
      <p>{isApproved ? 'It needs approval anew before it can be issued.' : 'It is no longer waiting for approval. Whoever asked is told.'}</p>
      <TextArea form={form} name="note" label="Note" optional max={letterNoteLimit} rows={3} hint={<AudienceHint who="own">For colleagues. The company never reads it.</AudienceHint>} />
    </FormDialog>
  )
}

/** Another date for the acknowledgment. */
export function ExtendLetterDialog({ letter, company, onClose }: Props): ReactNode {
  const { today } = useSession()
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(ExtendLetter, { defaultValues: { version: letter.version, dueOn: '' } })
  const dueOn = letter.toCompany?.dueOn
  return (
    <FormDialog
      title="Change the date?"
      submit="Set the date"
      keep="Not now"
      form={form}
      onSubmit={async (input) => {
        await takeStep(letter, 'due-dates', input, key, `The acknowledgment is due ${formatDate(input.dueOn, 'weekday', today)}`)
        onClose()
      }}
      onClose={onClose}
    >
      <p>{dueOn ? `Due now: ${formatDate(dueOn, 'weekday', today)}. The original date stays on the record.` : null}</p>
      <DateField form={form} name="dueOn" label="Receipt to be acknowledged by" min={addDays(today, 1)} />
      <AudienceHint who="sent">{`${company} is told of the new date.`}</AudienceHint>
    </FormDialog>
  )
}

export function WithdrawDialog({ letter, company, onClose }: Props): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(WithdrawLetter, { defaultValues: { version: letter.version, reason: '' } })
  return (
    <FormDialog
      title="Withdraw this letter?"
      submit="Withdraw the letter"
      form={form}
      onSubmit={async (input) => {
        await takeStep(letter, 'withdrawals', input, key, 'The letter is withdrawn')
        onClose()
      }}
      onClose={onClose}
    >
      <p>It stays readable to both, marked as withdrawn. This cannot be undone; you can write another letter.</p>
      <TextArea form={form} name="reason" label="Why is it withdrawn?" max={letterNoteLimit} rows={3} hint={<AudienceHint who="sent">{`${company} is told and reads this.`}</AudienceHint>} />
    </FormDialog>
  )
}
