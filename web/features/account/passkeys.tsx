import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { z } from 'zod'
import { deviceWords } from '#src/modules/accounts/domain/device-words.ts'
import { NamePasskey, PasskeyCreationOptions, PasskeyList, type PasskeyItem } from '#src/modules/accounts/passkeys/contract.ts'
import { api } from '../../app/api.ts'
import type { Confirmed } from '../../app/confirm.tsx'
import { useSession } from '../../app/session.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx'
import { formatDate, formatMoment, todayIn } from '../../ui/format-date.ts'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { createPasskey, passkeysPossible } from '../../ui/passkeys.ts'
import { columnsFor } from '../../ui/table-columns.ts'

const passkeysQuery = queryOptions({
  queryKey: ['account', 'passkeys'],
  queryFn: ({ signal }) => api.get('/account/passkeys', PasskeyList, { signal }),
})

type Open = { act: 'add' } | { act: 'rename' | 'remove'; passkey: PasskeyItem } | null

/** One's own passkeys: a section of the account page. */
export function Passkeys({ confirmed }: { confirmed: Confirmed }): ReactNode {
  const query = useQuery(passkeysQuery)
  const client = useQueryClient()
  const [open, setOpen] = useState<Open>(null)
  const add = useRef<HTMLButtonElement>(null)
  const possible = passkeysPossible()

  async function done(said: string) {
    setOpen(null)
    await client.invalidateQueries({ queryKey: ['account'] })
    announce(said)
    // What had the focus may be gone with its row.
    if (document.activeElement === document.body) add.current?.focus()
  }

  return (
    <Section
      title="Passkeys"
      count={query.data?.items.length}
      side={
        possible ? (
          <button ref={add} type="button" className="usa-button usa-button--outline" onClick={() => setOpen({ act: 'add' })}>
            <Icon name="add" />
            Add a passkey
          </button>
        ) : undefined
      }
      hint={<p className="muted">With a passkey you sign in by the fingerprint, face or PIN of your device, or by a security key. It works on this site only, so nobody can trick you into using it elsewhere.</p>}
    >
      {possible ? null : <Notice tone="info">This browser cannot make passkeys here. Open the system in another browser, by its name.</Notice>}
      {query.error ? <ErrorState error={query.error} retry={query.refetch} title="Your passkeys could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={2} height={44} label="Loading your passkeys" /> : null}
      {query.data ? <PasskeyTable items={query.data.items} onOpen={setOpen} /> : null}
      {open?.act === 'add' ? <AddDialog confirmed={confirmed} onClose={() => setOpen(null)} onDone={() => void done('The passkey was added')} /> : null}
      {open?.act === 'rename' ? <RenameDialog passkey={open.passkey} onClose={() => setOpen(null)} onDone={() => void done('The passkey was renamed')} /> : null}
      {open?.act === 'remove' ? <RemoveDialog passkey={open.passkey} confirmed={confirmed} onClose={() => setOpen(null)} onDone={() => void done('The passkey was removed')} /> : null}
    </Section>
  )
}

function PasskeyTable({ items, onOpen }: { items: PasskeyItem[]; onOpen: (open: Open) => void }): ReactNode {
  const { timeZone } = useSession()
  const column = columnsFor<PasskeyItem>()
  const columns = column.columns([
    column.accessor('name', { header: 'Name', meta: { card: 'title' }, cell: ({ row }) => <TwoLines main={row.original.name} under={whence(row.original, timeZone)} /> }),
    column.accessor('lastUsedAt', { header: 'Last used', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.lastUsedAt === null ? 'Not used yet' : `Used ${formatMoment(row.original.lastUsedAt, timeZone)}`) }),
    column.display({
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      meta: { align: 'end', card: 'action', nowrap: true, name: 'Actions' },
      cell: ({ row }) => (
        <>
          <button type="button" className="link-button" aria-label={`Rename ${row.original.name}`} onClick={() => onOpen({ act: 'rename', passkey: row.original })}>
            Rename
          </button>{' '}
          <button type="button" className="link-button" aria-label={`Remove ${row.original.name}`} onClick={() => onOpen({ act: 'remove', passkey: row.original })}>
            Remove
          </button>
        </>
      ),
    }),
  ])
  return <StaticTable caption="Your passkeys" rows={items} columns={columns} rowId={(item) => item.id} empty={<EmptyState title="You have no passkey yet.">Add one on a device that you use every day.</EmptyState>} />
}

function whence({ createdAt, backedUp }: PasskeyItem, zone: string): string {
  return `Added ${formatDate(todayIn(zone, createdAt), 'year')}, ${backedUp ? 'shared between your devices' : 'on one device only'}`
}

// The page has another field called name, and a field's name is its ID on the page.
const PasskeyName = z.object({ passkeyName: NamePasskey.shape.name })
type PasskeyName = z.infer<typeof PasskeyName>

type DialogProps = { onClose: () => void; onDone: () => void }

function AddDialog({ confirmed, onClose, onDone }: DialogProps & { confirmed: Confirmed }): ReactNode {
  const form = useContractForm(PasskeyName, { defaultValues: { passkeyName: deviceWords(navigator.userAgent) } })
  useEffect(() => form.setFocus('passkeyName', { shouldSelect: true }), [form])
  async function send({ passkeyName: name }: PasskeyName) {
    await confirmed(async () => {
      const options = await api.post('/account/passkeys/options', undefined, PasskeyCreationOptions)
      await api.post('/account/passkeys', { name, response: await createPasskey(options) }, PasskeyList)
    })
    onDone()
  }
  return (
    <Dialog title="Add a passkey" onClose={onClose} actions={<DialogButtons onClose={onClose}><SubmitButton form={form} formId="add-passkey">Go on</SubmitButton></DialogButtons>}>
      <Form form={form} id="add-passkey" label="Add a passkey" onSubmit={send}>
        <p>Your browser then asks how you want to confirm: by this device, another one, or a security key.</p>
        <TextField form={form} name="passkeyName" label="Name" hint="So that you know it again, such as “Work laptop”." maxLength={100} />
      </Form>
    </Dialog>
  )
}

function RenameDialog({ passkey, onClose, onDone }: DialogProps & { passkey: PasskeyItem }): ReactNode {
  const form = useContractForm(PasskeyName, { defaultValues: { passkeyName: passkey.name } })
  useEffect(() => form.setFocus('passkeyName', { shouldSelect: true }), [form])
  async function send({ passkeyName: name }: PasskeyName) {
    await api.patch(`/account/passkeys/${passkey.id}`, { name }, PasskeyList)
    onDone()
  }
  return (
    <Dialog title="Rename the passkey" onClose={onClose} actions={<DialogButtons onClose={onClose}><SubmitButton form={form} formId="rename-passkey">Save the name</SubmitButton></DialogButtons>}>
      <Form form={form} id="rename-passkey" label="Rename the passkey" onSubmit={send}>
        <TextField form={form} name="passkeyName" label="Name" maxLength={100} />
      </Form>
    </Dialog>
  )
}

function RemoveDialog({ passkey, confirmed, onClose, onDone }: DialogProps & { passkey: PasskeyItem; confirmed: Confirmed }): ReactNode {
  const work = useMutation({ mutationFn: () => confirmed(() => api.delete(`/account/passkeys/${passkey.id}`)), onSuccess: onDone })
  return (
    <Dialog
      title={`Remove ${passkey.name}?`}
      onClose={onClose}
      actions={
        <DialogButtons onClose={onClose}>
          <button
            type="button"
            className="usa-button main-action"
            aria-disabled={work.isPending}
            onClick={() => {
              if (!work.isPending) work.mutate()
            }}
          >
            {work.isPending ? 'Working…' : 'Remove the passkey'}
          </button>
        </DialogButtons>
      }
    >
      {work.error ? <Notice tone="error">{sentenceOf(work.error)}</Notice> : null}
      <p>You can no longer sign in with it. Delete it on your device too, so that it is not offered there any more.</p>
    </Dialog>
  )
}

function DialogButtons({ onClose, children }: { onClose: () => void; children: ReactNode }): ReactNode {
  return (
    <>
      <button type="button" className="usa-button usa-button--quiet" onClick={onClose}>
        Cancel
      </button>
      {children}
    </>
  )
}
