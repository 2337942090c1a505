import { useInfiniteQuery } from '@tanstack/react-query'
import { useId, useState, type ReactNode } from 'react'
import { ResearchEntry, UpdateResearch } from '#src/modules/research/contract.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { EntryFileQueue } from '../../../agency/stored-files.tsx'
import { api, ApiProblem } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { NoteFields } from './note-fields.tsx'
import { researchQuery } from './research-queries.ts'

type Props = { complaintId: string; note?: ResearchEntry; onClose: () => void }

/** Adds a note, or updates one. A new one is saved first; then its documents can be added. */
export function ResearchDialog({ complaintId, note, onClose }: Props): ReactNode {
  const [saved, setSaved] = useState<ResearchEntry | null>(null)
  return saved ? <FilesStep note={saved} onClose={onClose} /> : <WriteStep complaintId={complaintId} note={note} onClose={onClose} onFiles={setSaved} />
}

function WriteStep({ complaintId, note, onClose, onFiles }: Props & { onFiles: (note: ResearchEntry) => void }): ReactNode {
  const { today } = useSession()
  const id = useId()
  const [theirs, setTheirs] = useState<ResearchEntry | null>(null)
  const form = useContractForm(UpdateResearch, {
    defaultValues: {
      version: note?.version ?? 1,
      kind: note?.kind ?? 'communication',
      channel: note?.channel ?? undefined,
      party: note?.party ?? undefined,
      withWhom: note?.withWhom ?? '',
      happenedOn: note?.happenedOn ?? today,
      happenedAt: note?.happenedAt ?? undefined,
      text: note?.text ?? '',
    },
  })
  const title = note ? 'Update Research/Communication' : 'Add Research/Communication'

  async function save({ version, ...fields }: UpdateResearch): Promise<ResearchEntry> {
    if (!note) return api.post(`/complaints/${complaintId}/research-entries`, fields, ResearchEntry)
    try {
      return await api.patch(`/research-entries/${note.id}`, { version, ...fields }, ResearchEntry)
    } catch (error) {
      const current = error instanceof ApiProblem && error.code === 'stale_version' ? ResearchEntry.safeParse(error.current) : null
      if (current?.success) {
        setTheirs(current.data)
        form.setValue('version', current.data.version)
      }
      throw error
    }
  }

  return (
    <Dialog
      wide
      title={title}
      onClose={onClose}
      actions={
        <>
          <SubmitButton form={form} formId={id}>
            {note ? (theirs ? 'Save mine over it' : 'Save changes') : title}
          </SubmitButton>
          {note ? (
            <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
              {theirs ? 'Leave what is there' : 'Leave it'}
            </button>
          ) : (
            <SubmitButton form={form} formId={id} value="files" tone="outline">
              Add it, then its documents
            </SubmitButton>
          )}
        </>
      }
    >
      <Form
        form={form}
        id={id}
        label={title}
        onSubmit={async (input, pressed) => {
          const saved = await save(input)
          announce(note ? 'The note is updated' : 'Noted')
          if (pressed === 'files') onFiles(saved)
          else onClose()
          await refreshComplaint(complaintId)
        }}
      >
        {theirs ? (
          <Notice tone="warning" title={`What ${theirs.updatedBy?.name ?? 'somebody else'} wrote meanwhile`}>
            <p className="prose">{theirs.text}</p>
          </Notice>
        ) : null}
        <NoteFields form={form} today={today} />
      </Form>
    </Dialog>
  )
}

function FilesStep({ note, onClose }: { note: ResearchEntry; onClose: () => void }): ReactNode {
  const notes = useInfiniteQuery(researchQuery(note.complaintId))
  const present = notes.data?.pages.flatMap((page) => page.items).find((one) => one.id === note.id) ?? note
  return (
    <Dialog
      wide
      title="Documents of this note"
      onClose={onClose}
      actions={
        <button type="button" className="usa-button" onClick={onClose}>
          Done
        </button>
      }
    >
      <EntryFileQueue label="Files" documents={present.documents} metadata={{ purpose: 'research', targetId: present.id }} onChanged={() => void refreshComplaint(present.complaintId)} />
    </Dialog>
  )
}
