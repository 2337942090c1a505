import type { ReactNode } from 'react'
import { DecideAccess, RevokeAccess, type AccessRequest } from '#src/modules/sharing/access-contract.ts'
import { changeAccess } from '../../agency/access.ts'
import { ConfirmDialog, FormDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { TextArea } from '../../ui/form/text-fields.tsx'

type Props = { access: AccessRequest; onClose: () => void }
const [Accept, Reject] = DecideAccess.options

export function AcceptAccessDialog({ access, onClose }: Props): ReactNode {
  const form = useContractForm(Accept, { defaultValues: { decision: 'accept', comments: '' } })
  return (
    <FormDialog title={`Give ${access.requester.shortName} access to ${access.complaint.number}?`} submit="Accept Request" keep="Not now" form={form} onSubmit={(input) => changeAccess(access.complaint.id, `/${access.id}/decisions`, input, `${access.requester.name} has access`, onClose)} onClose={onClose}>
      <p>{`All complaints users of ${access.requester.name} then read the whole complaint: description, requests, answers, documents, research and letters. A restricted complainant stays hidden. It does not expire; you can remove it at any time.`}</p>
      <TextArea form={form} name="comments" label="Comments" optional max={4_000} rows={3} />
      <AudienceHint who="sent">{`${access.requester.name} is told and reads your comments.`}</AudienceHint>
    </FormDialog>
  )
}

export function RejectAccessDialog({ access, onClose }: Props): ReactNode {
  const form = useContractForm(Reject, { defaultValues: { decision: 'reject', comments: '' } })
  return (
    <FormDialog title={`Reject the request of ${access.requester.shortName}?`} submit="Reject Request" keep="Not now" form={form} onSubmit={(input) => changeAccess(access.complaint.id, `/${access.id}/decisions`, input, 'The request is rejected', onClose)} onClose={onClose}>
      <p>{`${access.requester.name} goes on seeing the basic information, and can ask again.`}</p>
      <TextArea form={form} name="comments" label="Comments" hint="Why you reject it." max={4_000} rows={4} />
      <AudienceHint who="sent">{`${access.requester.name} is told and reads your comments.`}</AudienceHint>
    </FormDialog>
  )
}

export function RevokeAccessDialog({ access, onClose }: Props): ReactNode {
  const form = useContractForm(RevokeAccess, { defaultValues: { comments: '' } })
  return (
    <FormDialog title={`Remove the access of ${access.requester.shortName}?`} submit="Remove Agency Access" keep="Keep the access" form={form} onSubmit={(input) => changeAccess(access.complaint.id, `/${access.id}/revocations`, input, `${access.requester.name} has no access any more`, onClose)} onClose={onClose}>
      <p>{`From this moment on nobody at ${access.requester.name} finds more than the basic information; downloads and exports that are under way break off. What was downloaded before stays with them.`}</p>
      <TextArea form={form} name="comments" label="Comments" hint="Why you remove it." max={4_000} rows={4} />
      <AudienceHint who="sent">{`The Complaint Supervisors of ${access.requester.shortName} are told and read your comments.`}</AudienceHint>
    </FormDialog>
  )
}

export function WithdrawAccessDialog({ access, onClose }: Props): ReactNode {
  return (
    <ConfirmDialog title="Withdraw the request for access?" confirm="Withdraw the request" keep="Leave it with them" onConfirm={() => changeAccess(access.complaint.id, `/${access.id}/withdrawals`, undefined, 'The request is withdrawn', onClose)} onClose={onClose}>
      <p>{`${access.owner.name} has nothing to decide any more. You can ask again.`}</p>
    </ConfirmDialog>
  )
}
