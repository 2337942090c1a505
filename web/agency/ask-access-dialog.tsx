import type { ReactNode } from 'react'
import { AskAccess } from '#src/modules/sharing/access-contract.ts'
import { FormDialog } from '../ui/ask-dialog.tsx'
import { AudienceHint } from '../ui/audience-hint.tsx'
import { useContractForm } from '../ui/form/contract-form.ts'
import { TextArea } from '../ui/form/text-fields.tsx'
import { changeAccess } from './access.ts'

type Props = { complaint: { id: string; number: string }; owner: { name: string; shortName: string }; onSent: () => void; onClose: () => void }

/** On the record and on View Access: the form opens where the button was pressed. */
export function AskAccessDialog({ complaint, owner, onSent, onClose }: Props): ReactNode {
  const form = useContractForm(AskAccess, { defaultValues: { comments: '' }, memoryKey: `ask-access-${complaint.id}` })
  return (
    <FormDialog title={`Request Access to ${complaint.number}`} submit="Request Access" keep="Not now" form={form} onSubmit={(input) => changeAccess(complaint.id, '', input, 'Your request is sent', onSent)} onClose={onClose}>
      <p>{`${owner.name} decides. If it accepts, all complaints users of your agency read the whole complaint and its documents, until the access is removed. Who complained stays hidden where the owner restricted it.`}</p>
      <TextArea form={form} name="comments" label="Comments" hint="Why your agency needs the details." max={4_000} rows={4} />
      <AudienceHint who="sent">{`The Complaint Supervisors of ${owner.shortName} are told and read your comments. The company learns nothing.`}</AudienceHint>
    </FormDialog>
  )
}
