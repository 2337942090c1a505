import { useState, type ReactNode } from 'react'
import type { ResearchEntry } from '#src/modules/research/contract.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { EntryFileQueue, EntryFiles } from '../../../agency/stored-files.tsx'
import { useSession } from '../../../app/session.tsx'
import { formatDate, formatMoment } from '../../../ui/format-date.ts'
import { noteTitle } from './research-words.ts'

/** One note: what took place, when, its text, its files, and who wrote it. */
export function ResearchNote({ note, onUpdate, onRemove }: { note: ResearchEntry; onUpdate: () => void; onRemove: () => void }): ReactNode {
  const { today, timeZone } = useSession()
  const [adding, setAdding] = useState(false)
  return (
    <article className="entry" aria-label={`${noteTitle(note)}, ${formatDate(note.happenedOn, 'year')}`}>
      <div className="entry__head">
        <h3>{noteTitle(note)}</h3>
        <time dateTime={note.happenedOn}>
          {formatDate(note.happenedOn, 'weekday', today)}
          {note.happenedAt ? `, ${clockWords(note.happenedAt)}` : ''}
        </time>
      </div>
      <p className="prose">{note.text}</p>
      {adding ? <EntryFileQueue label="Documents of this note" documents={note.documents} metadata={{ purpose: 'research', targetId: note.id }} onChanged={() => void refreshComplaint(note.complaintId)} /> : <EntryFiles documents={note.documents} />}
      <div className="entry__foot">
        <span className="muted small">
          {note.letterId ? 'Noted by the letter that was issued. ' : ''}
          {`${note.createdBy.name}, ${formatMoment(note.createdAt, timeZone)}`}
          {note.updatedBy && note.updatedAt ? `. Changed by ${note.updatedBy.name}, ${formatMoment(note.updatedAt, timeZone)}` : ''}
        </span>
        {note.canChange ? (
          <span className="row">
            <button type="button" className="link-button" aria-expanded={adding} onClick={() => setAdding(!adding)}>
              {adding ? 'Done with documents' : 'Documents'}
            </button>
            <button type="button" className="link-button" onClick={onUpdate}>
              Update
            </button>
            <button type="button" className="link-button danger" onClick={onRemove}>
              Remove
            </button>
          </span>
        ) : null}
      </div>
    </article>
  )
}

/** "2:30 pm" of "14:30" */
function clockWords(time: string): string {
  const [hours = '0', minutes = '00'] = time.split(':')
  const hour = Number(hours)
  return `${String(hour % 12 === 0 ? 12 : hour % 12)}:${minutes} ${hour < 12 ? 'am' : 'pm'}`
}
