import { useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { z } from 'zod'
import { AssignContacts, type EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { SelectField } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Fieldset } from '../../ui/form/field.tsx'
import { fieldId, Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import type { StepProps } from './wizard.tsx'

const most = 10

/** The contract without the version, which the wizard knows; a line that was left empty is no address. */
const Contacts = AssignContacts.omit({ version: true }).extend({
  extraAddresses: z.array(z.union([z.literal(''), AssignContacts.shape.extraAddresses.element], 'Enter an e-mail address such as complaints@company.com, or leave it empty.')).transform((addresses) => addresses.filter((address) => address !== '')),
})

/** Who is told of what. */
export function ContactsStep({ wizard, advance, open }: StepProps): ReactNode {
  const { users, contacts } = wizard
  const managers = users.filter((user) => user.mayBeComplaintsContact)
  const form = useContractForm(Contacts, {
    defaultValues: {
      // Where there is no choice, nothing is left to choose.
      complaintsContactId: contacts.complaintsContactId ?? only(managers),
      saContactId: contacts.saContactId ?? only(users),
      extraAddresses: contacts.extraAddresses.length > 0 ? contacts.extraAddresses : [''],
    },
  })
  return (
    <Form form={form} onSubmit={(input) => advance('contacts', input, 'review')} label="Assign contacts">
      <p className="prose">Say who is told when something arrives. One person may be both; you can change it later in the Company profile.</p>
      <SelectField
        form={form}
        name="complaintsContactId"
        label="Complaints Contact"
        hint="Gets an e-mail and a task when an agency sends a new complaint, and assigns who answers it. Only users with complaints access Manage."
        options={managers.map(optionOf)}
      />
      <SelectField form={form} name="saContactId" label="SA Contact" hint="Gets the e-mail about exams and other supervisory activities (SA)." options={users.map(optionOf)} />
      <Fieldset legend="Extra notification addresses" optional small hint={<AudienceHint who="sent">They get a copy of the e-mail about each new complaint. It has the complaint’s ID and the agency, and nothing about the consumer.</AudienceHint>}>
        <p className="muted">A group mailbox, such as complaints@company.com, is best: e-mail is read there when somebody is away. At most {most} addresses.</p>
        <Addresses form={form} />
      </Fieldset>
      <div className="row">
        <button type="button" className="usa-button usa-button--outline main-action" onClick={() => open('create_users')}>
          Back
        </button>
        <SubmitButton form={form}>Continue to review</SubmitButton>
      </div>
    </Form>
  )
}

function Addresses({ form }: { form: ReturnType<typeof useContractForm<z.input<typeof Contacts>, z.output<typeof Contacts>>> }): ReactNode {
  const addresses = useWatch({ control: form.control, name: 'extraAddresses' })
  // A line that is taken away takes its errors along.
  const [round, setRound] = useState(0)
  function set(next: string[], focus: number) {
    form.setValue('extraAddresses', next, { shouldDirty: true })
    form.clearErrors('extraAddresses')
    setRound(round + 1)
    requestAnimationFrame(() => document.getElementById(fieldId(`extraAddresses.${String(focus)}`))?.focus())
  }
  return (
    <div className="stack" key={round}>
      {addresses.map((_, index) => (
        <div className="enroll-extra" key={index}>
          <TextField form={form} name={`extraAddresses.${index}`} label={`Address ${String(index + 1)}`} optional type="email" autoComplete="off" />
          {addresses.length > 1 ? (
            <button
              type="button"
              className="usa-button usa-button--quiet"
              aria-label={`Remove address ${String(index + 1)}`}
              onClick={() => {
                set(addresses.toSpliced(index, 1), Math.max(0, index - 1))
                announce('Address removed')
              }}
            >
              Remove
            </button>
          ) : null}
        </div>
      ))}
      {addresses.length < most ? (
        <div>
          <button type="button" className="link-button" onClick={() => set([...addresses, ''], addresses.length)}>
            Add another address
          </button>
        </div>
      ) : null}
    </div>
  )
}

type User = EnrollmentWizard['users'][number]

function optionOf(user: User): { value: string; label: string } {
  return { value: user.id, label: `${user.name}${user.isSelf ? ' (you)' : user.standing === 'invited' ? ' (invited)' : ''}` }
}

function only(users: readonly User[]): string {
  return users.length === 1 ? (users[0]?.id ?? '') : ''
}
