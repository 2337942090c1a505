import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { EnrollmentStatus, WithdrawInvitation } from '#src/modules/enrollment/contract.ts'
import { enrollmentQuery } from '../../agency/enrollment.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextArea } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'

const formId = 'withdraw-invitation'

/** Takes an invitation back that nobody has used: its address was mistyped, say. */
export function WithdrawDialog({ companyId, enrollment, onClose }: { companyId: string; enrollment: NonNullable<EnrollmentStatus['enrollment']>; onClose: () => void }): ReactNode {
  const client = useQueryClient()
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(WithdrawInvitation, { defaultValues: { version: enrollment.version, reason: '' } })
  const { name, email } = enrollment.firstUser
  return (
    <Dialog
      title="Withdraw the invitation?"
      onClose={onClose}
      actions={
        <>
          <SubmitButton form={form} formId={formId}>
            Withdraw the invitation
          </SubmitButton>
          <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
            Keep it
          </button>
        </>
      }
    >
      <Form
        form={form}
        id={formId}
        label="Withdraw the invitation"
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
      </Form>
    </Dialog>
  )
}
