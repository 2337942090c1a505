import type { ReactNode } from 'react'
import { z } from 'zod'
import { complaintsRoleChoices, systemRoleChoices, type RoleChoice } from '#src/modules/users/domain/role-choices.ts'
import { requiredText, text } from '#src/kernel/shapes.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { CheckGroup, RadioGroup, type Option } from '../../ui/form/choice-fields.tsx'
import type { ContractForm } from '../../ui/form/contract-form.ts'
import { TextField } from '../../ui/form/text-fields.tsx'

const complaintsRoles = ['manage', 'view', 'none'] as const
const systemRoles = ['account_administrator', 'leader', 'contributor'] as const

/** What the fields of a colleague hold: "none" is a word that a radio button can hold. */
export type UserInput = { name: string; title: string; email: string; phone: string; complaintsRole: (typeof complaintsRoles)[number]; systemRoles: (typeof systemRoles)[number][] }
export type UserOutput = { name: string; title: string; email: string; phone: string; complaintsRole: 'manage' | 'view' | null; systemRoles: string[] }

export const nobody: UserInput = { name: '', title: '', email: '', phone: '', complaintsRole: 'manage', systemRoles: [] }

/** The contract of POST /users for a colleague, who is not oneself. */
export function colleague(ownEmail: string): z.ZodType<UserOutput, UserInput> {
  return z
    .strictObject({
      name: requiredText(200, 'Enter the name.'),
      title: text(200),
      email: z.email('Enter an e-mail address such as name@company.com.').max(254).refine((email) => email.trim().toLowerCase() !== ownEmail.toLowerCase(), 'That is you. You are in the list already.'),
      phone: text(40),
      complaintsRole: z.enum(complaintsRoles),
      systemRoles: z.array(z.enum(systemRoles)),
    })
    .refine((input) => input.complaintsRole !== 'none' || input.systemRoles.length > 0, { path: ['complaintsRole'], error: 'Choose complaints access or a company role; without either, this person could do nothing here.' })
    .transform(({ complaintsRole, ...rest }) => ({ ...rest, complaintsRole: complaintsRole === 'none' ? null : complaintsRole }))
}

/** The roles of an account, as the fields hold them. */
export function rolesOf(user: { complaintsRole: string | null; systemRoles: readonly string[] }): Pick<UserInput, 'complaintsRole' | 'systemRoles'> {
  return { complaintsRole: complaintsRoles.find((role) => role === user.complaintsRole) ?? 'none', systemRoles: systemRoles.filter((role) => user.systemRoles.includes(role)) }
}

/** Name, e-mail and roles of a colleague. */
export function UserFields({ form }: { form: ContractForm<UserInput, UserOutput> }): ReactNode {
  return (
    <>
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
        <CheckGroup form={form} name="systemRoles" label="Company roles" optional className="half" options={systemRoleChoices.company.filter(({ name }) => name !== 'third_party').map(optionOf)} />
      </div>
      <AudienceHint who="shared">Your company sees this. The agencies that work with you see the names.</AudienceHint>
    </>
  )
}

function optionOf({ name, words, does }: RoleChoice): Option {
  return { value: name, label: words, hint: does }
}
