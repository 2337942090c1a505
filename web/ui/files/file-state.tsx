import type { ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'

type Marked = Pick<DocumentItem, 'state' | 'scan' | 'remark'>

/** What is told of a file that was stored and yet may not be what somebody meant to give. */
export const remarkWords: Record<NonNullable<DocumentItem['remark']>, string> = { empty: 'The file is empty (0 bytes)', type_differs: 'Its content is not what its name says' }

/** Why a document cannot be opened now; '' where it can. */
export function notOpenWords({ state, scan }: Pick<DocumentItem, 'state' | 'scan'>): string {
  if (state === 'uploading') return 'Not uploaded yet'
  switch (scan) {
    case 'pending':
      return 'Being checked for malware; it can be opened when that is done. While the scanner cannot be reached, it waits.'
    case 'infected':
      return 'Quarantined: malware was found in it. Nobody can open it.'
    case 'clean':
    case 'not_scanned':
      return ''
  }
}

/** Beside a file that its giver sees: is it there, may it be opened, is it what was meant? */
export function FileState({ document }: { document: Marked }): ReactNode {
  const closed = notOpenWords(document)
  if (closed !== '') return document.scan === 'infected' ? <strong className="late">{closed}</strong> : `Uploaded. ${closed}`
  return (
    <>
      <span className="good">{document.scan === 'clean' ? 'Uploaded; no malware found' : 'Uploaded'}</span>
      {document.remark ? <strong className="file__mark">{remarkWords[document.remark]}. Remove it if it is not what you meant to give; otherwise it is taken as it is.</strong> : null}
    </>
  )
}
