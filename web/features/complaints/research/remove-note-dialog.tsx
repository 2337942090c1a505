import type { ReactNode } from 'react'
import type { ResearchEntry } from '#src/modules/research/contract.ts'
import { excerpt } from '../../../agency/complaint-words.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { announce } from '../../../ui/live-region.tsx'
import { noteTitle } from './research-words.ts'

export function RemoveNoteDialog({ note, onClose }: { note: ResearchEntry; onClose: () => void }): ReactNode {
  const files = note.documents.length
  return (
    <ConfirmDialog
      title="Remove this note?"
      confirm="Remove the note"
      danger
      onClose={onClose}
      onConfirm={async () => {
        try {
          await api.delete(`/research-entries/${note.id}?version=${String(note.version)}`)
        } catch (error) {
          // What stands behind the dialog is then what is there now.
          await refreshComplaint(note.complaintId)
          throw error
        }
        announce('The note is removed')
        onClose()
        await refreshComplaint(note.complaintId)
      }}
    >
      <p>
        <strong>{noteTitle(note)}</strong>, {formatDate(note.happenedOn, 'year')}
      </p>
      <p className="prose">{excerpt(note.text, 200)}</p>
      <p>{files > 0 ? `Its ${files === 1 ? 'document is' : `${String(files)} documents are`} removed with it. ` : ''}The history keeps who noted it and who removed it.</p>
    </ConfirmDialog>
  )
}
