import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { z } from 'zod'
import { SetRoles, UserRecord } from '#src/modules/users/contract.ts'
import { api } from '../../app/api.ts'
import { useConfirmed } from '../../app/confirm.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { reloadStale } from './reload-stale.ts'
import { chosenRoles, RoleFields, roleNames } from './role-fields.tsx'
import { UserChangePage, UserLoaded } from './user-loaded.tsx'
import { showUser } from './user-queries.ts'

const route = getRouteApi('/signed-in/users/$id/roles')
const title = 'Update User Roles and Groups'
const RolesForm = SetRoles.extend({ complaintsRole: z.string() }).transform((input) => ({ version: input.version, ...chosenRoles(input) }))

export function RolesPage(): ReactNode {
  const { id } = route.useParams()
  return (
    <UserLoaded id={id} title={title}>
      {(user) => (
        <UserChangePage user={user} title={title}>
          <Body user={user} />
        </UserChangePage>
      )}
    </UserLoaded>
  )
}

function Body({ user }: { user: UserRecord }): ReactNode {
  if (user.standing === 'removed') return <Notice tone="info" title="This user was removed">Reactivate them first; you then choose their roles.</Notice>
  if (user.thirdParty) return <Notice tone="info" title="Third-party users hold the role Third Party and no other">To make this person a user of your company, remove them and reactivate them as a user.</Notice>
  return <RolesFormFor user={user} />
}

function RolesFormFor({ user }: { user: UserRecord }): ReactNode {
  const navigate = useNavigate()
  const { confirmed, dialog } = useConfirmed()
  const form = useContractForm(RolesForm, { defaultValues: { version: user.version, systemRoles: user.systemRoles, complaintsRole: user.complaintsRole ?? 'none' } })
  useEffect(() => form.setValue('version', user.version), [form, user.version])
  const [systemRoles, complaintsRole] = useWatch({ control: form.control, name: ['systemRoles', 'complaintsRole'] })
  return (
    <>
      {dialog}
      <Form
        form={form}
        label={title}
        onSubmit={async (input) => {
          const next = await reloadStale(user.id, confirmed(() => api.put(`/users/${user.id}/roles`, input, UserRecord)))
          void showUser(next)
          announce('The roles were changed')
          await navigate({ to: '/users/$id', params: { id: user.id } })
        }}
      >
        {user.isSelf ? <Notice tone="warning" title="These are your own roles">When you save, you are signed out and sign in again. Without the role Account Administrator you can no longer manage users.</Notice> : null}
        <RoleFields form={form} names={roleNames} chosen={{ systemRoles, complaintsRole }} facts={user.roleFacts} />
        <AudienceHint who="sent">{user.isSelf ? 'Your fellow administrators are told.' : 'The user is signed out everywhere, told by e-mail, and finds the new roles at the next sign-in.'}</AudienceHint>
        <div className="row">
          <SubmitButton form={form}>Update Roles</SubmitButton>
          <Link to="/users/$id" params={{ id: user.id }}>
            Leave without changing
          </Link>
        </div>
      </Form>
    </>
  )
}
