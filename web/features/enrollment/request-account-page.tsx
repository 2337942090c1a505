import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { AccountRequest, accountBusinessTypes, RequestCompanyAccount } from '#src/modules/companies/account-requests-contract.ts'
import { subjectsQuery } from '../../agency/queries.ts'
import { stateOptions } from '../../agency/states.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { useMay } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { CheckGroup, RadioGroup, SelectField } from '../../ui/form/choice-fields.tsx'
import { forgetTyped, useContractForm } from '../../ui/form/contract-form.ts'
import { Fieldset } from '../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextArea, TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Page } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'

const formId = 'request-account'
const memoryKey = 'request-company-account'
const kinds = [
  { value: 'non-depository', label: 'Non-depository' },
  { value: 'depository', label: 'Depository' },
]
const typeOptions = accountBusinessTypes.map((value) => ({ value, label: value }))

/** Asks for an account of a company that the search does not find. */
export function RequestAccountPage(): ReactNode {
  const may = useMay('company.request-account')
  return may ? <RequestForm /> : <Navigate to="/company-account-requests" replace />
}

function RequestForm(): ReactNode {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(RequestCompanyAccount, {
    defaultValues: { name: '', kind: 'non-depository', businessTypes: [], street: '', city: '', zip: '', phone: '', website: '', contactName: '', contactTitle: '', contactEmail: '', contactPhone: '', reason: '' },
    memoryKey,
  })
  const name = useWatch({ control: form.control, name: 'name' })

  async function ask(input: RequestCompanyAccount) {
    const { id } = await api.post('/company-account-requests', input, AccountRequest, { idempotencyKey: key })
    forgetTyped(memoryKey)
    announce('The request was sent')
    await navigate({ to: '/company-account-requests/$id', params: { id } })
    await client.invalidateQueries({ queryKey: ['company-account-requests'] })
  }

  return (
    <Page
      title="Request a company account"
      breadcrumb={[
        <Link key="companies" to="/companies">
          Companies
        </Link>,
        <Link key="list" to="/company-account-requests">
          Account requests
        </Link>,
        'New',
      ]}
      aside={<Known name={name} />}
      foot={
        <StickyBar note={<AudienceHint who="own">Read by your agency and by whoever administers the system. The company is not told.</AudienceHint>}>
          <SubmitButton form={form} formId={formId}>
            Send the request
          </SubmitButton>
          <Link className="usa-button usa-button--outline" to="/company-account-requests">
            Not now
          </Link>
        </StickyBar>
      }
    >
      <Form form={form} id={formId} label="Request a company account" onSubmit={ask}>
        <Fieldset legend="Company">
          <div className="field-grid">
            <TextField form={form} name="name" label="Legal name" hint="As in the documents of its Secretary of State." className="two-thirds" autoComplete="off" />
          </div>
          <RadioGroup form={form} name="kind" label="Kind" options={kinds} />
          <CheckGroup form={form} name="businessTypes" label="Business types" optional options={typeOptions} />
        </Fieldset>
        <Fieldset legend="Where it is" optional>
          <div className="field-grid">
            <TextField form={form} name="street" label="Street" optional className="two-thirds" autoComplete="off" />
            <TextField form={form} name="city" label="City" optional className="third" autoComplete="off" />
            <SelectField form={form} name="state" label="State" optional className="third" options={stateOptions} />
            <TextField form={form} name="zip" label="ZIP" optional className="third" autoComplete="off" />
            <TextField form={form} name="phone" label="Phone" type="tel" optional className="third" autoComplete="off" />
            <TextField form={form} name="website" label="Website" optional className="third" autoComplete="off" />
          </div>
        </Fieldset>
        <Fieldset legend="Whom you know there" optional>
          <div className="field-grid">
            <TextField form={form} name="contactName" label="Name" optional className="half" autoComplete="off" />
            <TextField form={form} name="contactTitle" label="Job title" optional className="half" autoComplete="off" />
            <TextField form={form} name="contactEmail" label="E-mail address" type="email" optional className="half" autoComplete="off" />
            <TextField form={form} name="contactPhone" label="Phone" type="tel" optional className="half" autoComplete="off" />
          </div>
        </Fieldset>
        <TextArea form={form} name="reason" label="Why the company needs an account" hint="Such as: licensed by your agency, not in NMLS, complaints received." max={2_000} rows={4} />
      </Form>
    </Page>
  )
}

/** Companies under a name like the one typed: perhaps it is there already. */
function Known({ name }: { name: string }): ReactNode {
  const words = name.trim()
  const found = useQuery({ ...subjectsQuery(words.length < 4 ? '' : words, 5), placeholderData: (before) => before }).data?.items.filter((match) => match.kind === 'company') ?? []
  return (
    <section>
      <h2 className="aside-title">Is it there already?</h2>
      {words.length < 4 || found.length === 0 ? (
        <p className="muted">Companies with a name like the one you type appear here.</p>
      ) : (
        <ul className="plain-list stack stack--tight">
          {found.map((match) => (
            <li key={match.companyId}>
              <Link to="/companies/$id" params={{ id: match.companyId }}>
                {match.name}
              </Link>{' '}
              <span className="muted num">{[match.sesId, match.place].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
