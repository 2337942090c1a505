import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { BeginEnrollment, EnrollmentStatus } from '#src/modules/enrollment/contract.ts'
import { enrollmentQuery } from '../../agency/enrollment.ts'
import { firstUserFrom, nobodyYet } from '../../agency/first-user.ts'
import { FirstUserFields } from '../../agency/first-user-fields.tsx'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { forgetTyped, useContractForm } from '../../ui/form/contract-form.ts'
import { Fieldset } from '../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Page } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { headOf, Rejections } from './enrollment-head.tsx'
import { Withdrawals } from './withdrawals.tsx'

const formId = 'begin-enrollment'
const names = { name: 'name', title: 'title', email: 'email', phone: 'phone' } as const

export function BeginForm({ status }: { status: EnrollmentStatus }): ReactNode {
  const client = useQueryClient()
  const [key] = useState(newIdempotencyKey)
  const memoryKey = `enroll-${status.companyId}`
  const form = useContractForm(BeginEnrollment, { defaultValues: nobodyYet, memoryKey })

  async function begin(input: BeginEnrollment) {
    const begun = await api.post(`/companies/${status.companyId}/enrollments`, input, EnrollmentStatus, { idempotencyKey: key })
    forgetTyped(memoryKey)
    announce(`${input.name} is invited`)
    client.setQueryData(enrollmentQuery(status.companyId).queryKey, begun)
    await client.invalidateQueries({ queryKey: ['companies', status.companyId] })
  }

  return (
    <Page
      title={`Company User Enrollment, ${status.companyName}`}
      {...headOf(status)}
      aside={<WhatHappens company={status.companyName} />}
      foot={
        <StickyBar note={<AudienceHint who="sent">The first user gets an e-mail with a link that works once, for 14 days. The company sees your agency’s name and yours.</AudienceHint>}>
          <SubmitButton form={form} formId={formId}>
            Create New User
          </SubmitButton>
          <Link className="usa-button usa-button--outline" to="/companies/$id" params={{ id: status.companyId }}>
            Not now
          </Link>
        </StickyBar>
      }
    >
      <div className="stack stack--wide">
        <Form form={form} id={formId} label="Company User Enrollment" onSubmit={begin}>
          <Fieldset legend="First user" hint={<p className="muted">{`The person at ${status.companyName} whom your agency normally contacts. They become Account Administrator and can add others.`}</p>}>
            <FirstUserFields form={form} names={names} status={status} level={2} onUse={(contact) => form.reset(firstUserFrom(contact), { keepDefaultValues: true })} />
          </Fieldset>
        </Form>
        <Rejections status={status} />
        <Withdrawals status={status} />
      </div>
    </Page>
  )
}

function WhatHappens({ company }: { company: string }): ReactNode {
  return (
    <section>
      <h2 className="aside-title">What happens next</h2>
      <ol className="aside-steps">
        <li>The first user opens the link, sets a password and a second factor, and accepts the terms of use.</li>
        <li>{`They confirm that ${company} is their company, or reject the association; then you are told why.`}</li>
        <li>They add colleagues and name the Complaints Contact.</li>
        <li>You are told when the enrollment is complete.</li>
      </ol>
      <p className="muted">It is done once, for all agencies. You may send information requests before; the company opens them once it is enrolled.</p>
    </section>
  )
}
