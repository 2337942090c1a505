import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { RejectAssociation, type EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { api } from '../../app/api.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form } from '../../ui/form/form.tsx'
import { TextArea } from '../../ui/form/text-fields.tsx'

/** "This is not my company": says what follows, asks why, and ends it. */
export function RejectDialog({ wizard, onClose }: { wizard: EnrollmentWizard; onClose: () => void }): ReactNode {
  const client = useQueryClient()
  const form = useContractForm(RejectAssociation, { defaultValues: { version: wizard.version, reason: '' } })
  const others = wizard.users.filter((user) => !user.isSelf).length

  async function reject(input: RejectAssociation) {
    await api.post('/enrollment/rejections', input)
    client.clear()
    // A fresh page: nothing of the company stays in memory.
    location.assign('/not-my-company')
  }

  return (
    <Dialog
      title={`${wizard.company.name} is not your company?`}
      onClose={onClose}
      actions={
        <>
          <button type="submit" form="reject-association" className="usa-button usa-button--secondary">
            End the set-up and close my account
          </button>
          <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
            Go back
          </button>
        </>
      }
    >
      <Form form={form} id="reject-association" onSubmit={reject} label="This is not my company">
        <div>
          <p>If you go on:</p>
          <ul className="enroll-bullets">
            <li>the set-up of {wizard.company.name} ends;</li>
            <li>{wizard.begunBy.agency} is told, with your reason;</li>
            <li>{others > 0 ? 'your account and those that you created are' : 'your account is'} closed, and you are signed out.</li>
          </ul>
          <p>You cannot undo this. The agency can invite you again.</p>
        </div>
        <TextArea form={form} name="reason" label="Why is this not your company?" max={1000} rows={3} hint={<AudienceHint who="sent">Sent to {wizard.begunBy.agency}.</AudienceHint>} />
      </Form>
    </Dialog>
  )
}
