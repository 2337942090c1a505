import { useState, type ReactNode } from 'react'
import type { AnswerWork } from '#src/modules/information-requests/answer-contract.ts'
import { ReturnDraft } from '#src/modules/information-requests/answer-contract.ts'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog, FormDialog } from '../../../ui/ask-dialog.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { actingPoc } from '../components/acting.ts'
import { useChangeWork } from './use-work.ts'

/** For drafters: gives the answer to whoever acts as Company POC, once all is saved. */
export function HandOverDialog({ record, version, onClose }: { record: ReceivedRequestRecord; version: number; onClose: () => void }): ReactNode {
  const change = useChangeWork(record.id)
  const poc = actingPoc(record.complaint)?.name ?? 'the Company POC'
  return (
    <ConfirmDialog
      title={`Hand this answer to ${poc}?`}
      confirm={`Hand to ${poc}`}
      keep="Go on writing"
      onClose={onClose}
      onConfirm={async () => {
        await change.post('hand-overs', { version })
        announce(`Handed to ${poc}`)
        onClose()
      }}
    >
      <p>{poc} is told, reads it, and submits it or returns it to you with a comment. Until then only {poc} can change it.</p>
      <p>You can take it back as long as {poc} has not changed it.</p>
    </ConfirmDialog>
  )
}

/** For the Company POC: gives the answer back to its drafter, with what is to be changed. */
export function ReturnDialog({ record, to, version, onClose }: { record: ReceivedRequestRecord; to: string; version: number; onClose: () => void }): ReactNode {
  const change = useChangeWork(record.id)
  const form = useContractForm(ReturnDraft, { defaultValues: { version, comment: '' } })
  return (
    <FormDialog
      title={`Return this answer to ${to}`}
      submit={`Return to ${to}`}
      keep="Keep it"
      form={form}
      onClose={onClose}
      onSubmit={async ({ comment }) => {
        await change.post('returns', { version, comment })
        announce(`Returned to ${to}`)
        onClose()
      }}
    >
      <TextArea form={form} name="comment" label="What is to be changed" max={4_000} rows={4} hint="Kept with the internal comments. The agency never sees it." />
    </FormDialog>
  )
}

/** Where the answer is, for whoever opens the page: with the Company POC, or given back. */
export function HandedNotice({ record, work, version }: { record: ReceivedRequestRecord; work: AnswerWork; version: number }): ReactNode {
  const { user, timeZone } = useSession()
  const change = useChangeWork(record.id)
  const [taking, setTaking] = useState(false)
  const poc = actingPoc(record.complaint)
  if (work.handed) {
    const { by, at } = work.handed
    if (poc?.id === user.id) return <Notice tone="info" title={`${by.name} handed this answer to you`}>{formatMoment(at, timeZone)}. Change what you like, then submit it, or return it with a comment.</Notice>
    return (
      <>
        <Notice
          tone="info"
          title={`With ${poc?.name ?? 'the Company POC'} for review`}
          actions={
            work.canTakeBack ? (
              <button type="button" className="usa-button usa-button--outline" onClick={() => setTaking(true)}>
                Take it back
              </button>
            ) : undefined
          }
        >
          {by.id === user.id ? 'You' : by.name} handed it over {formatMoment(at, timeZone)}. Until it is submitted or returned, only {poc?.name ?? 'the Company POC'} can change it.
        </Notice>
        {taking ? (
          <ConfirmDialog
            title="Take the answer back?"
            confirm="Take it back"
            keep="Leave it there"
            onClose={() => setTaking(false)}
            onConfirm={async () => {
              await change.post('take-backs', { version })
              announce('You can write again')
              setTaking(false)
            }}
          >
            It is a draft again, which you and your colleagues can change.
          </ConfirmDialog>
        ) : null}
      </>
    )
  }
  if (!work.returned) return null
  return (
    <Notice tone="warning" title={`${work.returned.by.id === user.id ? 'You' : work.returned.by.name} returned this answer to be changed`}>
      {formatMoment(work.returned.at, timeZone)}. What is to be changed stands under “Internal comments”.
    </Notice>
  )
}
