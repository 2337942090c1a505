import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { EnrollmentStatus, WithdrawInvitation } from '#src/modules/enrollment/contract.ts'
import { enrollmentQuery } from '../../agency/enrollment.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { FormDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { TextArea } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'

/** Takes an invitation back that nobody has used: its address was mistyped, say. */
export function WithdrawDialog({ companyId, enrollment, onClose }: { companyId: string; enrollment: NonNullable<EnrollmentStatus['enrollment']>; onClose: () => void }): ReactNode {
  const client = useQueryClient()
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(WithdrawInvitation, { defaultValues: { version: enrollment.version, reason: '' } })
  const { name, email } = enrollment.firstUser
  return (
    <FormDialog
      title="Withdraw the invitation?"
      submit="Withdraw the invitation"
      form={form}
      onClose={onClose}
      onSubmit={async (input) => {
        const next = await api.post(`/enrollments/${enrollment.id}/withdrawals`, input, EnrollmentStatus, { idempotencyKey: key })
        announce(`The invitation of ${name} is withdrawn. You can invite somebody else.`)
        onClose()
        client.setQueryData(enrollmentQuery(companyId).queryKey, next)
        await client.invalidateQueries({ queryKey: ['companies', companyId] })
      }}
    >
      <p>
        The link that was sent to <span className="wrap-anywhere">{email}</span> stops working, and the account of {name} is removed. Nobody gets an e-mail about it. You can invite another person, or another address, at once.
      </p>
      <TextArea form={form} name="reason" label="Reason" optional max={1_000} rows={3} hint={<AudienceHint who="hidden">Kept in the history, which agencies read. Never the company.</AudienceHint>} />
    </FormDialog>
  )
}
