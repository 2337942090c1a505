import type { ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import type { ResponseDraft } from '#src/modules/information-requests/contract.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { sizeWords } from '../ui/files/file-rules.ts'
import { formatMoment } from '../ui/format-date.ts'
import { Icon } from '../ui/icon.tsx'
import { Section } from '../ui/page.tsx'
import { Tag } from '../ui/tag.tsx'
import { notOpenWords } from '../ui/files/file-state.tsx'
import { contentPath } from './agency-documents.tsx'
import './company.scss'

/** An answer to read: as it was sent, or a draft for those who may only view. */
export function AnswerToRead({ response, zone }: { response: ResponseDraft; zone: string }): ReactNode {
  const sent = response.status === 'sent'
  const by = sent ? response.sentBy : response.savedBy
  const at = sent && response.sentAt ? response.sentAt : response.savedAt
  return (
    <div className="stack">
      <p className="row muted">
        {sent ? 'Sent' : 'Draft, saved'} {formatMoment(at, zone)}
        {by ? ` by ${by.name}` : ''}
        {response.restricted ? <Tag tone="lock">Restricted</Tag> : null}
      </p>
      {response.text ? <p className="prose answer-text">{response.text}</p> : <p className="muted">No text{sent ? ' was sent' : ' yet'}.</p>}
      {response.links.length > 0 ? (
        <Section title="File-sharing links" level={3}>
          <ul className="plain-list answer-links">
            {response.links.map((link) => (
              <li key={link}>
                <a href={link} target="_blank" rel="noreferrer noopener">
                  {link}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {response.documents.length > 0 ? (
        <Section title="Files" count={response.documents.length} level={3}>
          <ul className="file-list">
            {response.documents.map((document) => (
              <SentFile key={document.id} document={document} />
            ))}
          </ul>
        </Section>
      ) : (
        <p className="muted">No files{sent ? ' were sent' : ' yet'}.</p>
      )}
    </div>
  )
}

function SentFile({ document }: { document: DocumentItem }): ReactNode {
  return (
    <li className="file">
      <Icon name="file_present" />
      <div className="file__name">
        {document.canOpen ? (
          <a href={contentPath(document.id)} download>
            {document.name}
          </a>
        ) : (
          document.name
        )}
        <small className="num">{sizeWords(document.size)}</small>
      </div>
      <div className="file__state">
        {document.canOpen ? null : <p>{notOpenWords(document)}</p>}
        {document.sha256 ? (
          <span className="checksum">
            <span>SHA-256</span> <span className="mono">{document.sha256}</span>
            <CopyButton text={document.sha256} what={`the SHA-256 of ${document.name}`} />
          </span>
        ) : null}
      </div>
    </li>
  )
}
