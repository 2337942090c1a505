import type { ReactNode } from 'react'
import type { FieldPath, FieldValues } from 'react-hook-form'
import { complaintsRoleChoices, systemRoleChoices, type RoleChoice } from '#src/modules/users/domain/role-choices.ts'
import { roleProblems, type RoleFacts } from '#src/modules/users/domain/role-rules.ts'
import { CheckGroup, RadioGroup, type Option } from '../../ui/form/choice-fields.tsx'
import type { ContractForm } from '../../ui/form/contract-form.ts'
import { Notice } from '../../ui/notice.tsx'

/** Roles in a form: a radio button holds a word, so that no complaints role is 'none'. */
export type RoleInput = { systemRoles: string[]; complaintsRole: string }

export function chosenRoles({ systemRoles, complaintsRole }: RoleInput): { systemRoles: string[]; complaintsRole: string | null } {
  return { systemRoles, complaintsRole: complaintsRole === 'none' ? null : complaintsRole }
}

/** The fields of the form around, by the names that they have there. */
export type RoleNames<Input extends FieldValues> = { systemRoles: FieldPath<Input>; complaintsRole: FieldPath<Input> }

/** System roles and the one complaints role, each with what it does; what cannot be is said while one chooses. */
export function RoleFields<Input extends FieldValues, Output>({ form, names, chosen, facts }: { form: ContractForm<Input, Output>; names: RoleNames<Input>; chosen: RoleInput; facts: RoleFacts }): ReactNode {
  const { side } = facts
  // Before anything is chosen, nothing is wrong yet.
  const begun = form.formState.isSubmitted || chosen.systemRoles.length > 0 || chosen.complaintsRole !== 'none'
  const problems = begun ? Object.values(roleProblems(chosenRoles(chosen), facts)) : []
  return (
    <>
      <CheckGroup form={form} name={names.systemRoles} label={side === 'agency' ? 'System roles' : 'Company roles'} optional hint="Any number of them" options={systemRoleChoices[side].filter(({ name }) => name !== 'third_party').map(optionOf)} />
      <RadioGroup
        form={form}
        name={names.complaintsRole}
        label={side === 'agency' ? 'Consumer Complaints role' : 'Complaints access'}
        hint="One at most"
        options={[...complaintsRoleChoices[side].map(optionOf), { value: 'none', label: 'None', hint: 'Sees no complaints.' }]}
      />
      {problems.length > 0 ? (
        <Notice tone="warning" title="These roles cannot be given like this">
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </Notice>
      ) : null}
    </>
  )
}

export const roleNames = { systemRoles: 'systemRoles', complaintsRole: 'complaintsRole' } as const

function optionOf({ name, words, does }: RoleChoice): Option {
  return { value: name, label: words, hint: does }
}
