import { useState, type ReactNode } from 'react'
import { AccountRequest, DecideAccountRequest } from '#src/modules/companies/account-requests-contract.ts'
import { api, ApiProblem, newIdempotencyKey } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { RadioGroup } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { Fieldset } from '../../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { accountRequestQuery, accountRequestsQuery } from '../platform-queries.ts'

const decisions = [
  { value: 'approved', label: 'Approve', hint: 'The company gets an SES ID. Agencies can then enroll it and send it requests.' },
  { value: 'rejected', label: 'Reject', hint: 'Say why, for example that the company is there already under another name.' },
]

export function Decision({ request }: { request: AccountRequest }): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(DecideAccountRequest, { defaultValues: { version: request.version, decision: undefined, note: '' } })

  async function decide(input: DecideAccountRequest) {
    try {
      const next = await api.post(`/company-account-requests/${request.id}/decisions`, input, AccountRequest, { idempotencyKey: key })
      queryClient.setQueryData(accountRequestQuery(request.id).queryKey, next)
      announce(next.status === 'approved' ? `Approved as ${next.company?.sesId ?? ''}` : 'Rejected')
    } catch (error) {
      // Somebody else decided meanwhile: the page then shows what.
      if (error instanceof ApiProblem && (error.code === 'stale_version' || error.code === 'conflict')) await queryClient.invalidateQueries({ queryKey: accountRequestQuery(request.id).queryKey })
      throw error
    }
    await queryClient.invalidateQueries({ queryKey: accountRequestsQuery.queryKey, exact: true })
  }

  return (
    <Form form={form} label="Decide" onSubmit={decide}>
      <Fieldset legend="Your decision" hint={<AudienceHint who="sent">Told to {request.agency.name}, with your note.</AudienceHint>}>
        <RadioGroup form={form} name="decision" label="Decision" options={decisions} />
        <TextArea form={form} name="note" label="Note to the agency" hint="Required when you reject" max={2000} rows={3} />
      </Fieldset>
      <div className="row">
        <SubmitButton form={form}>Decide</SubmitButton>
      </div>
    </Form>
  )
}
