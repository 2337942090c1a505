import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, type ReactNode } from 'react'
import type { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { UserRecord } from '#src/modules/users/contract.ts'
import { api } from '../../app/api.ts'
import { useConfirmed } from '../../app/confirm.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { enrollmentQuery } from './enroll-queries.ts'
import { colleague, rolesOf, UserFields, type UserOutput } from './user-fields.tsx'

type EditUserProps = { wizard: EnrollmentWizard; userId: string; onDone: () => void }

/** A colleague who was entered with a mistake: the same fields again, filled in. */
export function EditUser({ wizard, userId, onDone }: EditUserProps): ReactNode {
  const query = useQuery({ queryKey: ['enrollment-user', userId], queryFn: ({ signal }) => api.get(`/users/${userId}`, UserRecord, { signal }), staleTime: Infinity, gcTime: 0 })
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className="enroll-panel" aria-labelledby="edit-user-title">
      <h3 id="edit-user-title" tabIndex={-1} ref={heading}>{`Edit ${wizard.users.find((user) => user.id === userId)?.name ?? 'the user'}`}</h3>
      {query.data ? (
        <Fields wizard={wizard} user={query.data} onDone={onDone} />
      ) : (
        <div className="form">{query.error ? <ErrorState error={query.error} retry={query.refetch} title="The user could not be loaded" /> : <Skeleton lines={6} height={26} label="Loading the user" />}</div>
      )}
    </section>
  )
}

function Fields({ wizard, user, onDone }: { wizard: EnrollmentWizard; user: UserRecord; onDone: () => void }): ReactNode {
  const client = useQueryClient()
  const { confirmed, dialog } = useConfirmed()
  const self = wizard.users.find((one) => one.isSelf)
  const latest = useRef(user)
  const form = useContractForm(colleague(self?.email ?? ''), { defaultValues: { name: user.name, title: user.title ?? '', email: user.email, phone: user.phone ?? '', ...rolesOf(user) } })

  async function save({ name, title, phone, email, ...roles }: UserOutput) {
    const address = `/users/${user.id}`
    const moved = email === latest.current.email ? {} : { email }
    latest.current = await confirmed(() => api.patch(address, { version: latest.current.version, name, title, phone, ...moved }, UserRecord))
    const before = latest.current
    if (before.complaintsRole !== roles.complaintsRole || before.systemRoles.toSorted().join() !== roles.systemRoles.toSorted().join()) {
      latest.current = await confirmed(() => api.put(address + '/roles', { version: before.version, ...roles }, UserRecord))
    }
    announce(`${name} is saved`)
    await client.invalidateQueries({ queryKey: enrollmentQuery.queryKey })
    onDone()
  }

  return (
    <>
      <Form form={form} onSubmit={save} label={`Edit ${user.name}`}>
        {user.standing === 'invited' ? <p className="muted">If you change the e-mail address, the invitation goes to the new one, and the link in the old e-mail stops working.</p> : null}
        <UserFields form={form} />
        <div className="row">
          <SubmitButton form={form} tone="outline">
            Save this user
          </SubmitButton>
          <button type="button" className="link-button" onClick={onDone}>
            Do not change
          </button>
        </div>
      </Form>
      {dialog}
    </>
  )
}
