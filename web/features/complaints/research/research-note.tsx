import { useState, type ReactNode } from 'react'
import type { ResearchEntry } from '#src/modules/research/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { formatDate, formatMoment } from '../../../ui/format-date.ts'
import { Icon } from '../../../ui/icon.tsx'
import { contentOf } from '../../../agency/document-table.tsx'
import { NoteFiles } from './note-files.tsx'
import { noteTitle } from './research-words.ts'

/** One note: what took place, when, its text, its files, and who wrote it. */
export function ResearchNote({ note, onUpdate, onRemove }: { note: ResearchEntry; onUpdate: () => void; onRemove: () => void }): ReactNode {
  const { today, timeZone } = useSession()
  const [adding, setAdding] = useState(false)
  const stored = note.documents.filter((document) => document.state === 'stored')
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
      {adding ? (
        <NoteFiles note={note} />
      ) : stored.length > 0 ? (
        <ul className="entry__files" aria-label="Documents">
          {stored.map((document) => (
            <li key={document.id}>
              <Icon name="file_present" /> {document.canOpen ? <a href={contentOf(document)}>{document.name}</a> : `${document.name} (opens after the scan)`}
            </li>
          ))}
        </ul>
      ) : null}
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
