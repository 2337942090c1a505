import type { ReactNode } from 'react'
import { ChangeAgencyPoc, ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { colleaguesQuery, complaintQuery, refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { announce } from '../../../ui/live-region.tsx'
import { HandlerChoices } from '../review/handler-choices.tsx'

/** Names another Agency POC, each candidate with the open complaints that they have already. */
export function PocDialog({ record, onClose }: { record: ComplaintRecord; onClose: () => void }): ReactNode {
  const form = useContractForm(ChangeAgencyPoc, { defaultValues: { version: record.version, userId: record.agencyPoc?.id ?? '' } })
  return (
    <FormDialog
      title="Change the Agency POC"
      submit="Make this person POC"
      keep="Leave it"
      form={form}
      onClose={onClose}
      onSubmit={async ({ userId }) => {
        const next = await api.post(`/complaints/${record.id}/agency-pocs`, { version: record.version, userId }, ComplaintRecord)
        queryClient.setQueryData(complaintQuery(record.id).queryKey, next)
        announce(`${next.agencyPoc?.name ?? 'The new POC'} is Agency POC`)
        onClose()
        await Promise.all([refreshComplaint(record.id), queryClient.invalidateQueries({ queryKey: colleaguesQuery.queryKey })])
      }}
    >
      <HandlerChoices form={form} name="userId" label={`Who handles ${record.number}?`} hint="The person is told by e-mail and in the system." />
    </FormDialog>
  )
}
