import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { UpdateUser, UserRecord } from '#src/modules/users/contract.ts'
import { api } from '../../app/api.ts'
import { useConfirmed } from '../../app/confirm.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { reloadStale } from './reload-stale.ts'
import { UserChangePage, UserLoaded } from './user-loaded.tsx'
import { showUser } from './user-queries.ts'

const route = getRouteApi('/signed-in/users/$id/profile')

/** Update User Profile. */
export function ProfilePage(): ReactNode {
  const { id } = route.useParams()
  return (
    <UserLoaded id={id} title="Update User Profile">
      {(user) => <ProfileForm user={user} />}
    </UserLoaded>
  )
}

function ProfileForm({ user }: { user: UserRecord }): ReactNode {
  const navigate = useNavigate()
  const { confirmed, dialog } = useConfirmed()
  const form = useContractForm(UpdateUser, { defaultValues: { version: user.version, name: user.name, title: user.title ?? '', phone: user.phone ?? '', email: user.email } })
  // Somebody else changed something meanwhile: what is sent next is based on what was loaded since.
  useEffect(() => form.setValue('version', user.version), [form, user.version])
  return (
    <UserChangePage user={user} title="Update User Profile">
      {dialog}
      <Form
        form={form}
        label="Update User Profile"
        onSubmit={async (input) => {
          const next = await reloadStale(user.id, confirmed(() => api.patch(`/users/${user.id}`, input, UserRecord)))
          void showUser(next)
          announce('The profile was changed')
          await navigate({ to: '/users/$id', params: { id: user.id } })
        }}
      >
        <div className="field-grid">
          <TextField form={form} name="name" label="Name" autoComplete="off" className="half" />
          <TextField form={form} name="title" label="Title" optional autoComplete="off" className="half" />
          <TextField form={form} name="phone" label="Phone" optional type="tel" autoComplete="off" className="half" />
          <TextField form={form} name="email" label="E-mail" type="email" autoComplete="off" className="half" hint="With another address the user is signed out everywhere and signs in with the new one" />
        </div>
        <AudienceHint who="own">The history shows which fields were changed, not their text.</AudienceHint>
        <div className="row">
          <SubmitButton form={form}>Update User Information</SubmitButton>
          <Link to="/users/$id" params={{ id: user.id }}>
            Leave without changing
          </Link>
        </div>
      </Form>
    </UserChangePage>
  )
}
