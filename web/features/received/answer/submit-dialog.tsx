import { useState, type ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import { newIdempotencyKey } from '../../../app/api.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { sizeWords } from '../../../ui/files/file-rules.ts'
import { countCharacters } from '../../../ui/form/characters.ts'
import { Notice } from '../../../ui/notice.tsx'
import type { Content } from './draft-merge.ts'

type Props = {
  agency: { name: string; shortName: string }
  content: Content
  documents: readonly DocumentItem[]
  onSubmit: (idempotencyKey: string) => Promise<void>
  onClose: () => void
}

/** Says what will be sent, and that it cannot be changed. One key for all tries: the answer is sent once. */
export function SubmitDialog({ agency, content, documents, onSubmit, onClose }: Props): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const [working, setWorking] = useState(false)
  const [problem, setProblem] = useState('')
  const characters = countCharacters(content.text)

  async function submit() {
    setWorking(true)
    setProblem('')
    try {
      await onSubmit(key)
    } catch (error) {
      setProblem(sentenceOf(error))
      setWorking(false)
    }
  }

  return (
    <Dialog
      title={`Submit this answer to ${agency.shortName}?`}
      onClose={working ? undefined : onClose}
      actions={
        <>
          <button type="button" className="usa-button" disabled={working} onClick={() => void submit()}>
            {working ? 'Submitting…' : `Submit to ${agency.shortName}`}
          </button>
          <button type="button" className="usa-button usa-button--quiet" disabled={working} onClick={onClose}>
            Go back
          </button>
        </>
      }
    >
      <div className="stack">
        {problem ? (
          <Notice tone="error" title="It was not submitted">
            {problem}
          </Notice>
        ) : null}
        <div>
          <p>{agency.name} gets:</p>
          <ul className="bullets">
            <li>{characters > 0 ? `your text of ${characters.toLocaleString('en-US')} characters` : 'no text'}</li>
            <li>{filesWords(documents)}</li>
            {content.links.length > 0 ? <li>{content.links.length === 1 ? '1 file-sharing link' : `${String(content.links.length)} file-sharing links`}</li> : null}
          </ul>
          {content.restricted ? <p className="received-gap">It is restricted: in your company only the Company POC can read it afterwards.</p> : null}
        </div>
        <p>
          <strong>After you submit, the answer cannot be changed.</strong> If the agency needs more, it sends the request back with a new due date.
        </p>
      </div>
    </Dialog>
  )
}

function filesWords(documents: readonly DocumentItem[]): string {
  if (documents.length === 0) return 'no files'
  const total = sizeWords(documents.reduce((sum, document) => sum + document.size, 0))
  if (documents.length === 1) return `1 file (${documents[0]?.name ?? ''}, ${total})`
  return `${String(documents.length)} files (${total} in all)`
}
