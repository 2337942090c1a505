import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { RequestList, RequestRecord, type AddRequest } from '#src/modules/information-requests/contract.ts'
import { enrollmentQuery } from '../../agency/enrollment.ts'
import { sendingDefaultsQuery } from '../../agency/queries.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatDate } from '../../ui/format-date.ts'
import './information-requests.scss'

/** Sends one request at once, with the form's usual answers, after saying what they are. */
export function SendNowDialog({ record, input, onSent, onClose }: { record: ComplaintRecord; input: AddRequest; onSent: () => Promise<void>; onClose: () => void }): ReactNode {
  const { today } = useSession()
  const [keys] = useState(() => ({ add: newIdempotencyKey(), send: newIdempotencyKey() }))
  const companyId = record.subject?.companyId ?? ''
  const isEnrolled = record.subject?.enrollment === 'complete'
  const enrollment = useQuery({ ...enrollmentQuery(companyId), enabled: companyId !== '' && !isEnrolled }).data
  const defaults = useQuery(sendingDefaultsQuery(record.id)).data
  const company = record.subject?.name ?? 'the company'
  const restricted = record.detail?.complainant?.restricted ?? false
  // What an earlier sending kept back stays with the agency.
  const shares = !restricted && (record.firstSentAt === null || (record.detail?.narrativeShared ?? false))
  const dueOn = input.dueOn ?? defaults?.dueOn
  if (!isEnrolled && (enrollment?.enrollment ?? null) === null)
    return (
      <Dialog
        title={`${company} is not enrolled yet`}
        onClose={onClose}
        actions={
          <button type="button" className="usa-button" onClick={onClose}>
            Back to the request
          </button>
        }
      >
        <p>Its first user is named in the sending form: press “Save IR and continue to sending”.</p>
      </Dialog>
    )

  async function send() {
    // The keys stay the same when this is tried again: nothing is written or sent twice.
    const added = await api.post(`/complaints/${record.id}/information-requests`, input, RequestRecord, { idempotencyKey: keys.add })
    await api.post(`/complaints/${record.id}/sendings`, { requests: [{ id: added.id, ...(dueOn ? { dueOn } : {}) }], shareNarrative: shares }, RequestList, { idempotencyKey: keys.send })
    await onSent()
  }
  return (
    <ConfirmDialog title={`Send this request to ${company} now?`} confirm="Send now" keep="Not now" onConfirm={send} onClose={onClose}>
      <ul className="bullets">
        <li>
          <strong>{input.title}</strong>
          {dueOn ? `, due ${formatDate(dueOn, 'weekday', today)}` : ''}
        </li>
        <li>{restricted ? 'Complainant details are restricted: neither name and address nor the description are shared.' : shares ? 'The consumer’s description, name and address are shared.' : 'The consumer’s name and address are shared, the description is not, as in your earlier sending.'}</li>
        {record.firstSentAt ? null : <li>This is the first sending: it delivers the complaint, and its subject cannot be changed any more.</li>}
      </ul>
      <p>For commentary, documents or other choices, press “Save IR and continue to sending” instead.</p>
      <AudienceHint who="sent">{`${company} is told by e-mail. A sent request cannot be changed, only canceled.`}</AudienceHint>
    </ConfirmDialog>
  )
}
