import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { MadeProvisioningClient, MakeProvisioningClient, ProvisioningClients, type ProvisioningClient } from '#src/modules/provisioning/contract.ts'
import { api } from '../../app/api.ts'
import { useConfirmed, type Confirmed } from '../../app/confirm.tsx'
import { useSession } from '../../app/session.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { StaticTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx'
import { Facts } from '../../ui/facts.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'

const clientsQuery = queryOptions({
  queryKey: ['provisioning-clients'],
  queryFn: ({ signal }) => api.get('/provisioning-clients', ProvisioningClients, { signal }),
})

type Open = { act: 'make' } | { act: 'shown'; token: string } | { act: 'revoke'; client: ProvisioningClient } | null

/** Users kept by the organisation's own directory (SCIM 2.0): a section of its profile. */
export function Provisioning(): ReactNode {
  const query = useQuery(clientsQuery)
  const client = useQueryClient()
  const { confirmed, dialog } = useConfirmed()
  const [open, setOpen] = useState<Open>(null)
  const refresh = () => client.invalidateQueries({ queryKey: clientsQuery.queryKey })

  return (
    <Section
      title="Provisioning from your directory"
      lead={query.data ? (query.data.items.length === 0 ? 'Off' : 'On') : undefined}
      side={
        query.data && query.data.items.length < query.data.most ? (
          <button type="button" className="usa-button usa-button--outline" onClick={() => setOpen({ act: 'make' })}>
            <Icon name="add" />
            Make a token
          </button>
        ) : undefined
      }
      hint={
        <p className="muted">
          Okta, Entra ID or another directory can create, change and remove your users here by SCIM 2.0, by the same rules as Manage Users. A removal works at once: the user is signed out everywhere; what they did stays under their name, and what they still held is told to your Account
          Administrators.
        </p>
      }
    >
      {query.error && !query.data ? <ErrorState error={query.error} retry={query.refetch} title="The tokens could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={3} height={40} label="Loading the tokens" /> : null}
      {query.data ? <Clients clients={query.data} onRevoke={(one) => setOpen({ act: 'revoke', client: one })} /> : null}
      {open?.act === 'make' ? (
        <MakeToken
          confirmed={confirmed}
          onClose={() => setOpen(null)}
          onMade={(token) => {
            setOpen({ act: 'shown', token })
            void refresh()
          }}
        />
      ) : null}
      {open?.act === 'shown' && query.data ? <ShownToken token={open.token} address={query.data.address} onClose={() => setOpen(null)} /> : null}
      {open?.act === 'revoke' ? (
        <Revoke
          client={open.client}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null)
            announce('Token revoked')
            void refresh()
          }}
        />
      ) : null}
      {dialog}
    </Section>
  )
}

function Clients({ clients, onRevoke }: { clients: ProvisioningClients; onRevoke: (client: ProvisioningClient) => void }): ReactNode {
  const { timeZone } = useSession()
  const column = columnsFor<ProvisioningClient>()
  const columns = column.columns([
    column.accessor('name', { header: 'Token', meta: { card: 'title' }, cell: ({ row }) => (row.original.works ? row.original.name : <>{row.original.name} <Tag tone="red">Stopped</Tag></>) }),
    column.accessor((row) => row.madeBy.name, { id: 'madeBy', header: 'Made by', meta: { card: 'more' }, cell: ({ row }) => (row.original.works ? row.original.madeBy.name : `${row.original.madeBy.name}, no Account Administrator any more`) }),
    column.accessor('createdAt', { header: 'Made', meta: { card: 'more', nowrap: true }, cell: ({ row }) => formatMoment(row.original.createdAt, timeZone) }),
    column.accessor('lastUsedAt', { header: 'Last used', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.lastUsedAt === null ? 'Never' : formatMoment(row.original.lastUsedAt, timeZone)) }),
    column.display({
      id: 'revoke',
      header: () => <span className="sr-only">Actions</span>,
      meta: { card: 'action', align: 'end', nowrap: true, name: 'Actions' },
      cell: ({ row }) => (
        <button type="button" className="link-button" aria-label={`Revoke ${row.original.name}`} onClick={() => onRevoke(row.original)}>
          Revoke
        </button>
      ),
    }),
  ])
  return (
    <>
      <StaticTable caption="Tokens for provisioning" rows={clients.items} columns={columns} rowId={(row) => row.id} empty={<EmptyState title="Provisioning is off.">Users are kept by hand on Manage Users until you make a token and enter it in your directory.</EmptyState>} />
      {clients.items.length === 0 ? null : <Facts items={[{ label: 'Address for the directory', value: <Copied text={clients.address} what="the address" /> }]} />}
    </>
  )
}

function MakeToken({ confirmed, onClose, onMade }: { confirmed: Confirmed; onClose: () => void; onMade: (token: string) => void }): ReactNode {
  const form = useContractForm(MakeProvisioningClient, { defaultValues: { name: '' } })
  return (
    <Dialog title="Make a token for your directory" onClose={onClose} actions={<SubmitButton form={form} formId="make-token">Make the token</SubmitButton>}>
      <p>With it your directory acts in your name as Account Administrator. It works as long as you are one.</p>
      <Form
        form={form}
        id="make-token"
        label="Make a token"
        onSubmit={async (input) => {
          const { token } = await confirmed(() => api.post('/provisioning-clients', input, MadeProvisioningClient))
          onMade(token)
        }}
      >
        <TextField form={form} name="name" label="Name" hint="By which you know it again, such as Okta." autoFocus />
      </Form>
    </Dialog>
  )
}

function ShownToken({ token, address, onClose }: { token: string; address: string; onClose: () => void }): ReactNode {
  return (
    <Dialog
      title="Enter this in your directory now"
      actions={
        <button type="button" className="usa-button" onClick={onClose}>
          I have stored it
        </button>
      }
    >
      <p>
        <strong>The token is shown this once.</strong> Whoever has it can change your users.
      </p>
      <Facts
        items={[
          { label: 'Address (base URL, tenant URL)', value: <Copied text={address} what="the address" /> },
          { label: 'Token (bearer token, secret token)', value: <Copied text={token} what="the token" /> },
        ]}
      />
    </Dialog>
  )
}

function Copied({ text, what }: { text: string; what: string }): ReactNode {
  return (
    <>
      <span className="mono wrap-anywhere">{text}</span> <CopyButton text={text} what={what} />
    </>
  )
}

function Revoke({ client, onClose, onDone }: { client: ProvisioningClient; onClose: () => void; onDone: () => void }): ReactNode {
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  async function revoke() {
    if (busy) return
    setBusy(true)
    try {
      await api.delete(`/provisioning-clients/${client.id}`)
      onDone()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={`Revoke ${client.name}?`}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="usa-button" aria-disabled={busy} onClick={() => void revoke()}>
            Revoke the token
          </button>
          <button type="button" className="usa-button usa-button--quiet" onClick={onClose}>
            Keep it
          </button>
        </>
      }
    >
      {error ? <Notice tone="error">{sentenceOf(error)}</Notice> : null}
      <p>Your directory can change nothing here from then on. Users stay as they are.</p>
    </Dialog>
  )
}
