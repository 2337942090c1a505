import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { z } from 'zod'
import { CreateUser, ThirdParty, UserRecord } from '#src/modules/users/contract.ts'
import { thirdPartyKinds, thirdPartyKindWords } from '#src/modules/users/domain/role-choices.ts'
import { factsOfNew } from '#src/modules/users/domain/role-rules.ts'
import { api, ApiProblem, newIdempotencyKey } from '../../app/api.ts'
import { useConfirmed } from '../../app/confirm.tsx'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { SelectField } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Fieldset } from '../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { chosenRoles, RoleFields, roleNames } from './role-fields.tsx'
import { showUser, userCountsQuery } from './user-queries.ts'

const route = getRouteApi('/signed-in/users/new')

const Identity = CreateUser.pick({ name: true, title: true, phone: true, email: true })
const ColleagueForm = Identity.extend({ systemRoles: z.array(z.string()), complaintsRole: z.string() }).transform((input) => ({ ...input, ...chosenRoles(input) }))
const ThirdPartyForm = Identity.extend({ firm: ThirdParty.shape.firm, kind: z.string().pipe(ThirdParty.shape.kind) }).transform(({ firm, kind, ...input }) => ({ ...input, systemRoles: ['third_party'], complaintsRole: null, thirdParty: { firm, kind } }))
const nobody = { name: '', title: '', phone: '', email: '' }

/** Create New User, or Create Third Party User. */
export function NewUserPage(): ReactNode {
  const { kind } = route.useSearch()
  const { kind: side } = useSession()
  const isThirdParty = kind === 'third_party' && side === 'company'
  const title = isThirdParty ? 'Create Third Party User' : 'Create New User'
  return (
    <Page title={title} roomy={side === 'company'} narrow breadcrumb={[<Link key="users" to="/users">Manage Users</Link>, title]}>
      {isThirdParty ? <NewThirdParty /> : <NewColleague />}
    </Page>
  )
}

/** Creates, shows the new user, and knows whom to offer when the address was a removed colleague's. */
function useCreate() {
  const navigate = useNavigate()
  const [key] = useState(newIdempotencyKey)
  const { confirmed, dialog } = useConfirmed()
  const [formerId, setFormerId] = useState<string | null>(null)
  async function create(input: z.output<typeof ColleagueForm> | z.output<typeof ThirdPartyForm>) {
    setFormerId(null)
    try {
      const user = await confirmed(() => api.post('/users', input, UserRecord, { idempotencyKey: `${key}-${input.email}` }))
      void showUser(user)
      announce(`${user.name} was created and invited by e-mail`)
      await navigate({ to: '/users/$id', params: { id: user.id } })
    } catch (problem) {
      if (problem instanceof ApiProblem) setFormerId(z.object({ userId: z.string() }).safeParse(problem.current).data?.userId ?? null)
      throw problem
    }
  }
  return { create, formerId, dialog }
}

function NewColleague(): ReactNode {
  const { kind } = useSession()
  const counts = useQuery(userCountsQuery).data
  const { create, formerId, dialog } = useCreate()
  const form = useContractForm(ColleagueForm, { defaultValues: { ...nobody, systemRoles: [], complaintsRole: 'none' } })
  const [systemRoles, complaintsRole] = useWatch({ control: form.control, name: ['systemRoles', 'complaintsRole'] })
  const facts = factsOfNew(kind === 'agency' ? 'agency' : 'company', counts?.administrators ?? { active: 1, all: 1 }, false)
  const domains = counts?.emailDomains ?? []
  return (
    <>
      {dialog}
      <Form form={form} onSubmit={create} label="Create New User">
        <Former id={formerId} />
        <Fieldset legend="User Information" hint={<AudienceHint who="shared">{whoSees(kind)}</AudienceHint>}>
          <div className="field-grid">
            <TextField form={form} name="name" label="Name" autoComplete="off" className="half" />
            <TextField form={form} name="email" label="E-mail" type="email" autoComplete="off" className="half" hint={domains.length > 0 ? `At ${domains.join(' or ')}` : 'The invitation goes there; the user signs in with it'} />
            <TextField form={form} name="title" label="Title" optional autoComplete="off" className="half" />
            <TextField form={form} name="phone" label="Phone" optional type="tel" autoComplete="off" className="half" />
          </div>
        </Fieldset>
        <Fieldset legend="Roles and Groups">
          <RoleFields form={form} names={roleNames} chosen={{ systemRoles, complaintsRole }} facts={facts} />
        </Fieldset>
        <Foot>
          <SubmitButton form={form}>Create New User</SubmitButton>
        </Foot>
      </Form>
    </>
  )
}

function NewThirdParty(): ReactNode {
  const { create, formerId } = useCreate()
  const form = useContractForm(ThirdPartyForm, { defaultValues: { ...nobody, firm: '', kind: '' } })
  return (
    <Form form={form} onSubmit={create} label="Create Third Party User">
      <Former id={formerId} />
      <p>Counsel or a consultant who works for you on supervisory activities. They see only those that they are put on, and never complaints.</p>
      <Fieldset legend="User Information">
        <div className="field-grid">
          <TextField form={form} name="name" label="Name" autoComplete="off" className="half" />
          <TextField form={form} name="email" label="E-mail" type="email" autoComplete="off" className="half" hint="At their own firm" />
          <TextField form={form} name="firm" label="Organization Name" autoComplete="off" className="half" />
          <SelectField form={form} name="kind" label="Kind of organization" className="half" options={thirdPartyKinds.map((value) => ({ value, label: thirdPartyKindWords[value] }))} />
          <TextField form={form} name="title" label="Title" optional autoComplete="off" className="half" />
          <TextField form={form} name="phone" label="Phone" optional type="tel" autoComplete="off" className="half" />
        </div>
      </Fieldset>
      <p className="muted">You add their confidentiality agreement on the next page.</p>
      <Foot>
        <SubmitButton form={form}>Create Third Party User</SubmitButton>
      </Foot>
    </Form>
  )
}

function Former({ id }: { id: string | null }): ReactNode {
  if (id === null) return null
  return (
    <Notice tone="info" title="This person was a user before" actions={<Link className="usa-button usa-button--outline" to="/users/$id/reactivate" params={{ id }}>Reactivate User</Link>}>
      Their address belongs to an account that was removed. Reactivate it, as a user or as a third party: what they did before stays under their name.
    </Notice>
  )
}

function Foot({ children }: { children: ReactNode }): ReactNode {
  return (
    <>
      <AudienceHint who="sent">The new user gets an e-mail with a link that works for 14 days, and sets a password and a second factor.</AudienceHint>
      <div className="row">
        {children}
        <Link to="/users">Leave without creating</Link>
      </div>
    </>
  )
}

function whoSees(kind: string): string {
  return kind === 'company' ? 'Your company and the agencies.' : 'Name, title and phone: all agencies and the companies you work with. The e-mail address: your agency.'
}
