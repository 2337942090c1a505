import { useQueryClient } from '@tanstack/react-query'
import { useImperativeHandle, type ReactNode, type Ref } from 'react'
import { z } from 'zod'
import type { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { complaintsRoleChoices, systemRoleChoices, type RoleChoice } from '#src/modules/users/domain/role-choices.ts'
import { requiredText, text } from '#src/kernel/shapes.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { CheckGroup, RadioGroup, type Option } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { fieldId, Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { enrollmentQuery } from './enroll-queries.ts'

const nothing: { name: string; title: string; email: string; phone: string; complaintsRole: 'manage' | 'view' | 'none'; systemRoles: ('account_administrator' | 'leader' | 'contributor')[] } = { name: '', title: '', email: '', phone: '', complaintsRole: 'manage', systemRoles: [] }

/** The contract of POST /users, with a word for "none" that a radio button can hold. */
function newUser(ownEmail: string) {
  return z
    .strictObject({
      name: requiredText(200, 'Enter the name.'),
      title: text(200).optional(),
      email: z.email('Enter an e-mail address such as name@company.com.').max(254).refine((email) => email.trim().toLowerCase() !== ownEmail.toLowerCase(), 'That is you. You are in the list already.'),
      phone: text(40).optional(),
      complaintsRole: z.enum(['manage', 'view', 'none']),
      systemRoles: z.array(z.enum(['account_administrator', 'leader', 'contributor'])),
    })
    .refine(({ complaintsRole, systemRoles }) => complaintsRole !== 'none' || systemRoles.length > 0, { path: ['complaintsRole'], error: 'Choose complaints access or a company role; without either, this person could do nothing here.' })
    .transform(({ complaintsRole, ...rest }) => ({ ...rest, complaintsRole: complaintsRole === 'none' ? null : complaintsRole }))
}

/** Is something typed that was not added yet? */
export type AddUserHandle = { typed: () => boolean }

/** One more user; several in a row. */
export function AddUser({ wizard, onAdded, ref }: { wizard: EnrollmentWizard; onAdded: () => void; ref: Ref<AddUserHandle> }): ReactNode {
  const client = useQueryClient()
  const self = wizard.users.find((user) => user.isSelf)
  const form = useContractForm(newUser(self?.email ?? ''), { defaultValues: nothing, memoryKey: 'enroll-add-user' })
  useImperativeHandle(ref, () => ({ typed: () => ['name', 'email', 'title', 'phone'].some((name) => form.getValues(name as 'name') !== '') }), [form])

  async function add(user: { name: string }) {
    await api.post('/users', user, undefined, { idempotencyKey: newIdempotencyKey() })
    form.reset(nothing)
    onAdded()
    announce(`${user.name} was added and gets an e-mail`)
    await client.invalidateQueries({ queryKey: enrollmentQuery.queryKey })
    document.getElementById(fieldId('name'))?.focus()
  }

  return (
    <section className="enroll-panel" aria-labelledby="add-user-title">
      <h3 id="add-user-title">Add User Information</h3>
      <Form form={form} onSubmit={add} label="Add User Information">
        <p className="muted">Do not enter yourself: you have an account already.</p>
        <div className="field-grid">
          <TextField form={form} name="name" label="Name" autoComplete="off" className="half" />
          <TextField form={form} name="email" label="Work e-mail" type="email" autoComplete="off" className="half" />
          <TextField form={form} name="title" label="Title" optional autoComplete="off" className="half" />
          <TextField form={form} name="phone" label="Phone" optional type="tel" autoComplete="off" className="half" />
          <RadioGroup
            form={form}
            name="complaintsRole"
            label="Complaints access"
            className="half"
            options={[...complaintsRoleChoices.company.map(optionOf), { value: 'none', label: 'None', hint: 'Sees no complaints.' }]}
          />
          <CheckGroup
            form={form}
            name="systemRoles"
            label="Company roles"
            optional
            className="half"
            options={systemRoleChoices.company.filter(({ name }) => name !== 'third_party').map(optionOf)}
          />
        </div>
        <AudienceHint who="shared">Your company sees this. The agencies that work with you see the names.</AudienceHint>
        <div>
          <SubmitButton form={form} tone="outline">
            Add this user
          </SubmitButton>
        </div>
      </Form>
    </section>
  )
}

function optionOf({ name, words, does }: RoleChoice): Option {
  return { value: name, label: words, hint: does }
}
