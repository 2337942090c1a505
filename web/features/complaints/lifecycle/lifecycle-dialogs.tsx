import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { ReopenComplaint } from '#src/modules/complaints/lifecycle-contract.ts'
import { ChangeHold, Retention } from '#src/modules/retention/contract.ts'
import { ReferComplaint, ReferralList } from '#src/modules/sharing/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { complaintQuery, refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { SelectField } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { closuresQuery, receiversQuery, retentionQuery } from './lifecycle-queries.ts'

export type LifecycleDialogKind = 'reopen' | 'refer' | 'hold'
type Props = { record: ComplaintRecord; onClose: () => void }

export function LifecycleDialog({ kind, ...props }: Props & { kind: LifecycleDialogKind }): ReactNode {
  switch (kind) {
    case 'reopen':
      return <ReopenDialog {...props} />
    case 'refer':
      return <ReferDialog {...props} />
    case 'hold':
      return <HoldDialog {...props} />
  }
}

function ReopenDialog({ record, onClose }: Props): ReactNode {
  const { data: closures } = useQuery(closuresQuery(record.id))
  const form = useContractForm(ReopenComplaint, { defaultValues: { version: record.version, reason: '' } })
  const company = record.subject ? companyWord(record.subject.name) : 'The company'
  async function reopen(input: ReopenComplaint) {
    const next = await api.post(`/complaints/${record.id}/reopenings`, input, ComplaintRecord)
    queryClient.setQueryData(complaintQuery(record.id).queryKey, next)
    announce(`${record.number} is reopened`)
    onClose()
    await refreshComplaint(record.id)
  }
  return (
    <FormDialog title={`Reopen ${record.number}?`} submit="Reopen the complaint" keep="Leave it closed" form={form} onSubmit={reopen} onClose={onClose}>
      <p>
        It can be worked on again, and its retention date is taken away until it is closed anew.
        {closures?.lastDayToReopen ? ` A complaint can be reopened within one year of its latest closure: this one until ${formatDate(closures.lastDayToReopen, 'year')}.` : ''}
      </p>
      <TextArea form={form} name="reason" label="Reason" max={4_000} rows={4} />
      <AudienceHint who="hidden">{`Your agency and agencies with access. ${company} is not told before your next request.`}</AudienceHint>
    </FormDialog>
  )
}

function ReferDialog({ record, onClose }: Props): ReactNode {
  const receivers = useQuery(receiversQuery)
  const form = useContractForm(ReferComplaint, { defaultValues: { version: record.version, toAgencyId: '', comments: '' }, memoryKey: `refer-${record.id}` })
  async function refer(input: ReferComplaint) {
    await api.post(`/complaints/${record.id}/referrals`, input, ReferralList)
    announce(`${record.number} is referred`)
    onClose()
    await refreshComplaint(record.id)
  }
  return (
    <FormDialog title={`Refer ${record.number} to another agency`} submit="Refer the complaint" keep="Not now" form={form} onSubmit={refer} onClose={onClose}>
      <p>If the agency accepts, the complaint with all of its details and documents is theirs, and your agency keeps its basic information. Until then you can withdraw the referral; nothing else of the complaint can be changed.</p>
      {receivers.error ? <ErrorState error={receivers.error} retry={receivers.refetch} title="The agencies could not be loaded" /> : null}
      {receivers.data?.items.length === 0 ? <Notice tone="warning">No other agency can take a referral now.</Notice> : null}
      <SelectField form={form} name="toAgencyId" label="Agency" choose={receivers.isPending ? 'Loading…' : 'Choose an agency…'} options={receivers.data?.items.map((agency) => ({ value: agency.id, label: `${agency.name} (${agency.state})` })) ?? []} />
      <TextArea form={form} name="comments" label="Comments" hint="Why it belongs to them." max={4_000} rows={4} />
      <AudienceHint who="sent">The agency reads your comments and the basic information now. Everything else, restricted complainant details included, it reads only if it accepts.</AudienceHint>
    </FormDialog>
  )
}

function HoldDialog({ record, onClose }: Props): ReactNode {
  const { data } = useQuery(retentionQuery(record.id))
  return data ? <ChangeHoldDialog record={record} retention={data} onClose={onClose} /> : null
}

function ChangeHoldDialog({ record, retention, onClose }: Props & { retention: Retention }): ReactNode {
  const lifting = retention.hold !== null
  const form = useContractForm(ChangeHold, { defaultValues: { version: retention.version, reason: '' } })
  async function change(input: ChangeHold) {
    const next = await api.post(`/complaints/${record.id}/${lifting ? 'legal-hold-releases' : 'legal-holds'}`, input, Retention)
    queryClient.setQueryData(retentionQuery(record.id).queryKey, next)
    announce(lifting ? 'The legal hold is lifted' : `${record.number} is on legal hold`)
    onClose()
    await refreshComplaint(record.id)
  }
  return (
    <FormDialog title={lifting ? `Lift the legal hold on ${record.number}?` : `Set a legal hold on ${record.number}`} submit={lifting ? 'Lift the hold' : 'Set the hold'} keep={lifting ? 'Keep the hold' : 'Not now'} form={form} onSubmit={change} onClose={onClose}>
      {lifting ? (
        <>
          <p className="prose">{`It was set because: “${retention.hold?.reason ?? ''}”`}</p>
          <p>Without it the complaint is disposed of when its retention date is past, if your agency disposes automatically.</p>
        </>
      ) : (
        <p>While it is on hold, the complaint is never disposed of, whatever its retention date, and it cannot be referred to another agency.</p>
      )}
      <TextArea form={form} name="reason" label="Reason" max={1_000} rows={3} />
      <AudienceHint who="own">Only your agency.</AudienceHint>
    </FormDialog>
  )
}
