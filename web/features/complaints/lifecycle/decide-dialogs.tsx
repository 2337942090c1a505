import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { DecideReferral, ReferralList, type Referral } from '#src/modules/sharing/contract.ts'
import { colleaguesQuery, refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { RadioGroup } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Skeleton } from '../../../ui/loading.tsx'

type Props = { referral: Referral; onClose: () => void }
const [Accept, Reject] = DecideReferral.options

async function decide({ complaint, id }: Referral, decision: DecideReferral, done: string, onClose: () => void): Promise<void> {
  await api.post(`/complaints/${complaint.id}/referrals/${id}/decisions`, decision, ReferralList)
  announce(done)
  onClose()
  await refreshComplaint(complaint.id)
}

/** The receiver takes the complaint and names who works on it. */
export function AcceptDialog({ referral, onClose }: Props): ReactNode {
  const colleagues = useQuery(colleaguesQuery)
  const form = useContractForm(Accept, { defaultValues: { decision: 'accept', agencyPocId: '', comments: '' } })
  const candidates = colleagues.data?.items.filter((person) => person.complaintsRole !== 'viewer') ?? []
  return (
    <FormDialog title={`Accept ${referral.complaint.number}`} submit="Accept the complaint" keep="Not now" form={form} onSubmit={(input) => decide(referral, input, `${referral.complaint.number} is your agency’s now`, onClose)} onClose={onClose}>
      <p>{`The complaint with all of its details is your agency’s from now on, in progress. ${referral.from.name} keeps its basic information and is told.`}</p>
      {colleagues.error ? <ErrorState error={colleagues.error} retry={colleagues.refetch} /> : null}
      {colleagues.isPending ? <Skeleton lines={4} height={10} /> : null}
      <RadioGroup
        form={form}
        name="agencyPocId"
        label="Who will work on it? (Agency POC)"
        options={candidates.map(({ id, name, title, openComplaints }) => ({ value: id, label: name, hint: [title, `${String(openComplaints)} open ${openComplaints === 1 ? 'complaint' : 'complaints'}`].filter(Boolean).join(' · ') }))}
      />
      <TextArea form={form} name="comments" label="Comments" optional max={4_000} rows={3} />
      <AudienceHint who="sent">{`${referral.from.name} reads your comments.`}</AudienceHint>
    </FormDialog>
  )
}

export function RejectDialog({ referral, onClose }: Props): ReactNode {
  const form = useContractForm(Reject, { defaultValues: { decision: 'reject', comments: '' } })
  return (
    <FormDialog title={`Reject the referral of ${referral.complaint.number}?`} submit="Reject the referral" keep="Not now" form={form} onSubmit={(input) => decide(referral, input, 'The referral is rejected', onClose)} onClose={onClose}>
      <p>{`The complaint stays with ${referral.from.name}, as it was before.`}</p>
      <TextArea form={form} name="comments" label="Comments" hint="Why you do not take it." max={4_000} rows={4} />
      <AudienceHint who="sent">{`${referral.from.name} reads your comments.`}</AudienceHint>
    </FormDialog>
  )
}
