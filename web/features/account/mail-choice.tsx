import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { MailChoice } from '#src/modules/notifications/mail-log-contract.ts'
import { api } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { RadioGroup } from '../../ui/form/choice-fields.tsx'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Section } from '../../ui/page.tsx'

const choiceQuery = queryOptions({ queryKey: ['account', 'mails'], queryFn: ({ signal }) => api.get('/account/mails', MailChoice, { signal }) })

/** E-mails at once or one a day. Whoever runs the system is always told at once. */
export function MailChoiceSection(): ReactNode {
  const session = useSession()
  const query = useQuery({ ...choiceQuery, enabled: session.kind !== 'platform' })
  if (session.kind === 'platform') return null
  return (
    <Section title="E-mails">
      {query.error ? <ErrorState error={query.error} retry={query.refetch} title="How you want your e-mails could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={2} height={40} label="Loading how you want your e-mails" /> : null}
      {query.data ? <ChoiceForm choice={query.data} timeZone={session.timeZone} /> : null}
    </Section>
  )
}

function ChoiceForm({ choice, timeZone }: { choice: MailChoice; timeZone: string }): ReactNode {
  const client = useQueryClient()
  const form = useContractForm(MailChoice, { defaultValues: choice })
  const zone = timeZone.replace(/^.*\//, '').replaceAll('_', ' ')
  return (
    <Form
      form={form}
      label="E-mails"
      onSubmit={async (input) => {
        client.setQueryData(choiceQuery.queryKey, await api.put('/account/mails', input, MailChoice))
        announce('How you want your e-mails is saved')
      }}
    >
      <RadioGroup
        form={form}
        name="mails"
        label="When do you want e-mails about your work?"
        options={[
          { value: 'at_once', label: 'At once', hint: 'Each as it comes.' },
          { value: 'daily', label: 'One e-mail a day', hint: `At 7:00 am (${zone} time), with everything new and the number of your open tasks. The bell and your tasks stay up to the minute.` },
        ]}
      />
      <p className="muted small">E-mails about your account, such as a changed password, always come at once. E-mails about your work cannot be turned off.</p>
      <div>
        <SubmitButton form={form}>Save</SubmitButton>
      </div>
    </Form>
  )
}
