import { useQueryClient } from '@tanstack/react-query'
import { useImperativeHandle, type ReactNode, type Ref } from 'react'
import { z } from 'zod'
import type { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { UserRecord } from '#src/modules/users/contract.ts'
import { api, ApiProblem, newIdempotencyKey } from '../../app/api.ts'
import { useConfirmed } from '../../app/confirm.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { fieldId, Form, SubmitButton } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { enrollmentQuery } from './enroll-queries.ts'
import { colleague, nobody, UserFields, type UserOutput } from './user-fields.tsx'

/** Is something typed that was not added yet? */
export type AddUserHandle = { typed: () => boolean }

/** One more user; several in a row. */
export function AddUser({ wizard, onAdded, ref }: { wizard: EnrollmentWizard; onAdded: () => void; ref: Ref<AddUserHandle> }): ReactNode {
  const client = useQueryClient()
  const { confirmed, dialog } = useConfirmed()
  const self = wizard.users.find((user) => user.isSelf)
  const form = useContractForm(colleague(self?.email ?? ''), { defaultValues: nobody, memoryKey: 'enroll-add-user' })
  useImperativeHandle(ref, () => ({ typed: () => (['name', 'email', 'title', 'phone'] as const).some((name) => form.getValues(name) !== '') }), [form])

  async function add(user: UserOutput) {
    await confirmed(() => createOrBringBack(user))
    form.reset(nobody)
    onAdded()
    announce(`${user.name} was added and gets an e-mail`)
    await client.invalidateQueries({ queryKey: enrollmentQuery.queryKey })
    document.getElementById(fieldId('name'))?.focus()
  }

  return (
    <section className="enroll-panel" aria-labelledby="add-user-title">
      <h3 id="add-user-title">Add User Information</h3>
      <Form form={form} onSubmit={add} label="Add User Information">
        <p className="muted">Do not enter yourself: you have an account already.</p>
        <UserFields form={form} />
        <div>
          <SubmitButton form={form} tone="outline">
            Add this user
          </SubmitButton>
        </div>
      </Form>
      {dialog}
    </section>
  )
}

const Former = z.object({ userId: z.string() })

/** Who was removed in this step and is entered again is invited again: their address belongs to the account of before. */
async function createOrBringBack({ name, title, phone, ...user }: UserOutput): Promise<void> {
  try {
    await api.post('/users', { name, title, phone, ...user }, undefined, { idempotencyKey: newIdempotencyKey() })
  } catch (problem) {
    const former = problem instanceof ApiProblem ? Former.safeParse(problem.current) : undefined
    if (!former?.success) throw problem
    const address = `/users/${former.data.userId}`
    const { version } = await api.get(address, UserRecord)
    const back = await api.post(`${address}/reactivations`, { version, systemRoles: user.systemRoles, complaintsRole: user.complaintsRole }, UserRecord)
    await api.patch(address, { version: back.version, name, title, phone }, UserRecord)
  }
}
