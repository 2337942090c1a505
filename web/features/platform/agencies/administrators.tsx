import { useState, type ReactNode } from 'react'
import { AgencyRecord, NewAdministrator } from '#src/modules/agencies/onboarding-contract.ts'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useSession } from '../../../app/session.tsx'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { StaticTable, TwoLines } from '../../../ui/data-table.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { formatMoment } from '../../../ui/format-date.ts'
import { announce } from '../../../ui/live-region.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { Tag } from '../../../ui/tag.tsx'
import { agencyQuery } from '../platform-queries.ts'
import { AdministratorFields } from './administrator-fields.tsx'

type Administrator = AgencyRecord['administrators'][number]
const column = columnsFor<Administrator>()
const most = 5

export function Administrators({ agency }: { agency: AgencyRecord }): ReactNode {
  const { timeZone } = useSession()
  const [adding, setAdding] = useState(false)
  const [problem, setProblem] = useState('')

  async function sendAgain({ id, name }: Administrator) {
    setProblem('')
    try {
      await api.post(`/agencies/${agency.id}/administrators/${id}/invitations`, {})
      announce(`A new link was sent to ${name}`)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
  }

  const columns = column.columns([
    column.display({ id: 'name', header: 'Name', meta: { card: 'title' }, cell: ({ row: { original } }) => <TwoLines main={original.name} under={original.email} /> }),
    column.display({ id: 'standing', header: 'State', meta: { card: 'tag' }, cell: ({ row: { original } }) => (original.standing === 'invited' ? <Tag tone="violet">Invited</Tag> : 'Active') }),
    column.display({ id: 'last', header: 'Last sign-in', meta: { card: 'more', nowrap: true }, cell: ({ row: { original } }) => (original.lastSignInAt === null ? 'Never signed in' : formatMoment(original.lastSignInAt, timeZone)) }),
    column.display({
      id: 'action',
      header: () => <span className="sr-only">Action</span>,
      meta: { card: 'action', name: 'Action' },
      cell: ({ row: { original } }) =>
        original.standing === 'invited' ? (
          <button type="button" className="usa-button usa-button--quiet" onClick={() => void sendAgain(original)}>
            Send the invitation again<span className="sr-only"> to {original.name}</span>
          </button>
        ) : null,
    }),
  ])
  return (
    <div className="stack">
      <p role="alert" className="late">
        {problem}
      </p>
      <StaticTable caption="Account Administrators" rows={agency.administrators} columns={columns} rowId={(row) => row.id} empty="None. Invite one: nobody can make users for this agency." />
      {agency.administrators.length < most ? (
        <div className="row">
          <button type="button" className="usa-button usa-button--outline" onClick={() => setAdding(true)}>
            Invite an Account Administrator
          </button>
        </div>
      ) : (
        <p className="muted">Five is the most.</p>
      )}
      {adding ? <InviteDialog agency={agency} onClose={() => setAdding(false)} /> : null}
    </div>
  )
}

function InviteDialog({ agency, onClose }: { agency: AgencyRecord; onClose: () => void }): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(NewAdministrator, { defaultValues: { name: '', email: '', title: '', phone: '' } })
  async function invite(input: NewAdministrator) {
    const next = await api.post(`/agencies/${agency.id}/administrators`, input, AgencyRecord, { idempotencyKey: key })
    queryClient.setQueryData(agencyQuery(agency.id).queryKey, next)
    announce(`${input.name} is invited`)
    onClose()
  }
  return (
    <FormDialog title="Invite an Account Administrator" submit="Invite" keep="Leave" form={form} onSubmit={invite} onClose={onClose}>
      <p>They get an e-mail with a link that works for 14 days.</p>
      <AdministratorFields form={form} names={{ name: 'name', email: 'email', title: 'title', phone: 'phone' }} />
    </FormDialog>
  )
}
