import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { OwnProfile, UpdateOwnProfile } from '#src/modules/accounts/own-account-contract.ts'
import { api } from '../../app/api.ts'
import { sessionQuery } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Section } from '../../ui/page.tsx'

const profileQuery = queryOptions({ queryKey: ['account', 'profile'], queryFn: ({ signal }) => api.get('/account/profile', OwnProfile, { signal }) })

export function ProfileSection(): ReactNode {
  const query = useQuery(profileQuery)
  return (
    <Section title="Profile" hint={<AudienceHint who="shared">Seen by your organization, and by the agencies and companies that work on the same complaints.</AudienceHint>}>
      {query.error ? <ErrorState error={query.error} retry={query.refetch} title="Your profile could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={3} height={56} label="Loading your profile" /> : null}
      {query.data ? <ProfileForm profile={query.data} /> : null}
    </Section>
  )
}

function ProfileForm({ profile }: { profile: OwnProfile }): ReactNode {
  const client = useQueryClient()
  const form = useContractForm(UpdateOwnProfile, { defaultValues: { name: profile.name, title: profile.title ?? '', phone: profile.phone ?? '' } })
  return (
    <Form
      form={form}
      label="Profile"
      onSubmit={async (input) => {
        client.setQueryData(profileQuery.queryKey, await api.patch('/account/profile', input, OwnProfile))
        await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
        announce('Your profile is saved')
      }}
    >
      <div className="field-grid">
        <TextField form={form} name="name" label="Name" autoComplete="name" className="half" />
        <TextField form={form} name="title" label="Title" optional autoComplete="organization-title" className="half" />
        <TextField form={form} name="phone" label="Phone" optional type="tel" autoComplete="tel" className="half" />
        <div className="field half">
          <span className="field__label">E-mail, your sign-in name</span>
          <span className="wrap-anywhere">{profile.email}</span>
        </div>
      </div>
      <div>
        <SubmitButton form={form}>Save the profile</SubmitButton>
      </div>
    </Form>
  )
}
