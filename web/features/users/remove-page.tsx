import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { z } from 'zod'
import { RemoveUser, UserRecord, type HeldWork } from '#src/modules/users/contract.ts'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { RadioGroup } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextArea } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { colleagueOptions, HeldList } from './held-work.tsx'
import { reloadStale } from './reload-stale.ts'
import { UserChangePage, UserLoaded } from './user-loaded.tsx'
import { heldWorkQuery, showUser } from './user-queries.ts'

const route = getRouteApi('/signed-in/users/$id/remove')

/** Remove User: first what is still held and who takes it over. */
export function RemovePage(): ReactNode {
  const { id } = route.useParams()
  const held = useQuery({ ...heldWorkQuery(id), staleTime: 0 })
  return (
    <UserLoaded id={id} title="Remove User">
      {(user) => (
        <UserChangePage user={user} title="Remove User">
          {held.data ? <Body user={user} held={held.data} /> : held.error ? <ErrorState error={held.error} retry={held.refetch} title="What this user holds could not be loaded" /> : <Skeleton lines={6} height={16} label="Loading what this user holds" />}
        </UserChangePage>
      )}
    </UserLoaded>
  )
}

function Body({ user, held }: { user: UserRecord; held: HeldWork }): ReactNode {
  if (user.standing === 'removed') return <Notice tone="success" title={`${user.name} was removed`}>Their access has ended. You can reactivate them from their page.</Notice>
  if (user.mayNotBeRemoved) return <Notice tone="warning" title={`${user.name} cannot be removed`}>{user.mayNotBeRemoved}</Notice>
  return <RemoveForm user={user} held={held} />
}

/** Somebody must take over what nobody else holds. */
function formFor(needsHeir: boolean) {
  return RemoveUser.extend({ reassignTo: z.string().nullish() })
    .refine(({ reassignTo }) => !needsHeir || Boolean(reassignTo), { path: ['reassignTo'], error: 'Choose the colleague who takes the work over.' })
    .transform(({ reassignTo, ...input }) => ({ ...input, ...(reassignTo ? { reassignTo } : {}) }))
}

function RemoveForm({ user, held }: { user: UserRecord; held: HeldWork }): ReactNode {
  const session = useSession()
  const navigate = useNavigate()
  const needsHeir = held.items.some((item) => item.mustBeReassigned)
  const form = useContractForm(formFor(needsHeir), { defaultValues: { version: user.version, reassignTo: '', reason: '' } })
  useEffect(() => form.setValue('version', user.version), [form, user.version])

  async function remove(input: z.output<ReturnType<typeof formFor>>) {
    const sent = api.post(`/users/${user.id}/removals`, input, UserRecord)
    const next = await reloadStale(user.id, sent).catch((problem: unknown) => {
      // Something may have been given to them since the page was opened.
      void queryClient.invalidateQueries({ queryKey: heldWorkQuery(user.id).queryKey })
      throw problem
    })
    announce(`${user.name} was removed`)
    await navigate({ to: '/users/$id', params: { id: user.id } })
    await showUser(next)
  }

  return (
    <Form form={form} onSubmit={remove} label="Remove User">
      <Section title="What this user still holds" count={held.items.length}>
        {held.items.length === 0 ? <p>Nothing: no open complaint and no task.</p> : <HeldList items={held.items} />}
      </Section>
      {needsHeir && held.colleagues.length === 0 ? (
        <Notice tone="warning" title="Nobody can take it over">No other active colleague may handle complaints. Give somebody that role first.</Notice>
      ) : null}
      {needsHeir && held.colleagues.length > 0 ? (
        <RadioGroup form={form} name="reassignTo" label="Who takes it over?" hint="Colleagues who handle complaints, with how many each has. The new Point of Contact is told." options={colleagueOptions(held.colleagues, session.user.id)} />
      ) : null}
      {user.designations.length > 0 ? (
        <Notice tone="info" title={`${user.name} is a contact of your company`}>Whoever takes the work over becomes the contact too. Without anybody, the place stays empty until you name somebody in the company profile.</Notice>
      ) : null}
      <TextArea form={form} name="reason" label="Reason" optional max={500} rows={3} hint={<AudienceHint who="own">Kept for your administrators. The user is not told the reason.</AudienceHint>} />
      <AudienceHint who="sent">{user.name} loses access at once, on every device, and is told by e-mail. What they did stays under their name.</AudienceHint>
      <div className="row">
        <SubmitButton form={form}>Remove User</SubmitButton>
        <Link to="/users/$id" params={{ id: user.id }}>
          Leave without removing
        </Link>
      </div>
    </Form>
  )
}
