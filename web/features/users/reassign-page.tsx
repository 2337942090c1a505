import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { z } from 'zod'
import type { HeldWork, UserRecord } from '#src/modules/users/contract.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { RadioGroup } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Section } from '../../ui/page.tsx'
import { colleagueOptions, HeldList } from './held-work.tsx'
import { UserChangePage, UserLoaded } from './user-loaded.tsx'
import { heldWorkQuery, usersKey } from './user-queries.ts'

const route = getRouteApi('/signed-in/users/$id/reassign')
const Choice = z.object({ toUserId: z.string({ error: 'Choose a colleague.' }).min(1, 'Choose a colleague.') })

/** All that somebody holds goes to a colleague. */
export function ReassignPage(): ReactNode {
  const { id } = route.useParams()
  const held = useQuery({ ...heldWorkQuery(id), staleTime: 0 })
  return (
    <UserLoaded id={id} title="Reassign Work">
      {(user) => (
        <UserChangePage user={user} title="Reassign Work">
          {held.data ? <Body user={user} held={held.data} /> : held.error ? <ErrorState error={held.error} retry={held.refetch} title="What this user holds could not be loaded" /> : <Skeleton lines={6} height={16} label="Loading what this user holds" />}
        </UserChangePage>
      )}
    </UserLoaded>
  )
}

function Body({ user, held }: { user: UserRecord; held: HeldWork }): ReactNode {
  const session = useSession()
  const navigate = useNavigate()
  const form = useContractForm(Choice, { defaultValues: { toUserId: '' } })
  if (held.items.length === 0) return <EmptyState title={`${user.name} holds no open complaint and no task.`} />
  return (
    <Form
      form={form}
      label="Reassign Work"
      onSubmit={async (input) => {
        await api.post(`/users/${user.id}/reassignments`, input, undefined, { idempotencyKey: newIdempotencyKey() })
        announce('The work was reassigned')
        await queryClient.invalidateQueries({ queryKey: usersKey })
        await navigate({ to: '/users/$id', params: { id: user.id } })
      }}
    >
      <Section title="What this user holds" count={held.items.length}>
        <HeldList items={held.items} />
      </Section>
      {held.colleagues.length === 0 ? (
        <EmptyState title="Nobody can take it over.">No other active colleague may handle complaints. Give somebody that role first.</EmptyState>
      ) : (
        <>
          <RadioGroup form={form} name="toUserId" label="Who takes it over?" hint="Colleagues who handle complaints, with how many each has" options={colleagueOptions(held.colleagues, session.user.id)} />
          <AudienceHint who="shared">{user.designations.length > 0 ? 'That colleague also becomes the contact of your company. ' : ''}The agency and the company of each complaint see who its Point of Contact is.</AudienceHint>
          <div className="row">
            <SubmitButton form={form}>Reassign Work</SubmitButton>
            <Link to="/users/$id" params={{ id: user.id }}>
              Leave without reassigning
            </Link>
          </div>
        </>
      )}
    </Form>
  )
}
