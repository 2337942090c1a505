import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { z } from 'zod'
import { ReactivateUser, UserRecord } from '#src/modules/users/contract.ts'
import { thirdPartyKinds, thirdPartyKindWords } from '#src/modules/users/domain/role-choices.ts'
import { api } from '../../app/api.ts'
import { useConfirmed } from '../../app/confirm.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { RadioGroup, SelectField } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { reloadStale } from './reload-stale.ts'
import { chosenRoles, RoleFields, roleNames } from './role-fields.tsx'
import { UserChangePage, UserLoaded } from './user-loaded.tsx'
import { showUser } from './user-queries.ts'

const route = getRouteApi('/signed-in/users/$id/reactivate')

const ReactivateForm = ReactivateUser.pick({ version: true, systemRoles: true })
  .extend({ as: z.enum(['user', 'third_party']), complaintsRole: z.string(), firm: z.string(), kind: z.string() })
  .superRefine((input, context) => {
    if (input.as === 'user') return
    if (input.firm.trim() === '') context.addIssue({ code: 'custom', path: ['firm'], message: 'Enter whom this person works for.' })
    if (input.kind === '') context.addIssue({ code: 'custom', path: ['kind'], message: 'Choose what kind of firm it is.' })
  })
  .transform(({ as, version, firm, kind, ...roles }) => (as === 'third_party' ? { version, systemRoles: ['third_party'], complaintsRole: null, thirdParty: { firm, kind } } : { version, ...chosenRoles(roles) }))

/** Lets somebody back in, as a user or as a third party. */
export function ReactivatePage(): ReactNode {
  const { id } = route.useParams()
  return (
    <UserLoaded id={id} title="Reactivate User">
      {(user) => (
        <UserChangePage user={user} title="Reactivate User">
          {user.standing === 'removed' ? <ReactivateFormFor user={user} /> : <Notice tone="info" title={`${user.name} was not removed`}>There is nothing to reactivate.</Notice>}
        </UserChangePage>
      )}
    </UserLoaded>
  )
}

function ReactivateFormFor({ user }: { user: UserRecord }): ReactNode {
  const navigate = useNavigate()
  const { confirmed, dialog } = useConfirmed()
  const { side } = user.roleFacts
  const form = useContractForm(ReactivateForm, {
    defaultValues: {
      version: user.version,
      as: user.thirdParty ? 'third_party' : 'user',
      systemRoles: user.systemRoles.filter((role) => role !== 'third_party'),
      complaintsRole: user.complaintsRole ?? 'none',
      firm: user.thirdParty?.firm ?? '',
      kind: user.thirdParty?.kind ?? '',
    },
  })
  useEffect(() => form.setValue('version', user.version), [form, user.version])
  const [as, systemRoles, complaintsRole] = useWatch({ control: form.control, name: ['as', 'systemRoles', 'complaintsRole'] })
  return (
    <>
      {dialog}
      <Form
        form={form}
        label="Reactivate User"
        onSubmit={async (input) => {
          const next = await reloadStale(user.id, confirmed(() => api.post(`/users/${user.id}/reactivations`, input, UserRecord)))
          announce(`${user.name} was invited again`)
          await navigate({ to: '/users/$id', params: { id: user.id } })
          await showUser(next)
        }}
      >
        {side === 'company' ? (
          <RadioGroup
            form={form}
            name="as"
            label="Comes back as"
            options={[
              { value: 'user', label: 'User of your company', hint: 'With the roles that you choose.' },
              { value: 'third_party', label: 'Third-party user', hint: 'Counsel or a consultant: supervisory activities that they are put on, never complaints.' },
            ]}
          />
        ) : null}
        {as === 'third_party' ? (
          <div className="field-grid">
            <TextField form={form} name="firm" label="Organization Name" autoComplete="off" className="half" />
            <SelectField form={form} name="kind" label="Kind of organization" className="half" options={thirdPartyKinds.map((value) => ({ value, label: thirdPartyKindWords[value] }))} />
          </div>
        ) : (
          <RoleFields form={form} names={roleNames} chosen={{ systemRoles, complaintsRole }} facts={{ ...user.roleFacts, isThirdParty: false }} />
        )}
        <AudienceHint who="sent">{user.name} gets an e-mail at {user.email} with a link that works for 14 days, and sets a new password and second factor. Nothing of before opens the account.</AudienceHint>
        <div className="row">
          <SubmitButton form={form}>Reactivate User</SubmitButton>
          <Link to="/users/$id" params={{ id: user.id }}>
            Leave without reactivating
          </Link>
        </div>
      </Form>
    </>
  )
}
