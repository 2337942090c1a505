import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { countCharacters } from '#src/kernel/text.ts'
import type { RequestRecord, SentResponse } from '#src/modules/information-requests/contract.ts'
import { DocumentTable } from '../../agency/document-table.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/page.tsx'
import { Tag } from '../../ui/tag.tsx'
import { AnswerChanges } from './answer-changes.tsx'
import { ReceiptLine } from './receipt-line.tsx'

/** What the company answered, as it was submitted: it never changes any more. */
export function AnswerColumn({ response, request, company }: { response: z.infer<typeof SentResponse>; request: RequestRecord; company: string }): ReactNode {
  const [compares, setCompares] = useState(false)
  const count = countCharacters(response.text)
  const before = request.responses.find((other) => other.round < response.round)
  return (
    <div className="request-column">
      <Section title={`What ${company} answered`}>
        <ReceiptLine request={request} response={response} />
        {response.restricted ? (
          <p className="row restricted-line">
            <Tag tone="lock">Restricted</Tag>
            <span className="muted">{`At ${company} only the Company POC can read this answer.`}</span>
          </p>
        ) : null}
        {request.round > response.round ? <p className="muted">An earlier round: the request was sent back since.</p> : null}
        {before ? (
          <p>
            <button type="button" className="link-button" aria-pressed={compares} onClick={() => setCompares(!compares)}>
              {compares ? 'Show the answer alone' : `Show what differs from round ${String(before.round)}`}
            </button>
            {compares ? <span className="muted">{' '}Underlined: new. Struck through: no longer there.</span> : null}
          </p>
        ) : null}
        {before && compares ? <AnswerChanges before={before.text} now={response.text} /> : response.text ? <p className="prose reading answer-text">{response.text}</p> : <p className="muted">No text; see the files.</p>}
        {response.text ? <p className="muted small">{`${count.toLocaleString('en-US')} ${count === 1 ? 'character' : 'characters'}`}</p> : null}
      </Section>
      <Section title="Files" count={response.documents.length} level={3}>
        {response.documents.length > 0 ? <DocumentTable caption="Files of the answer" documents={response.documents} empty="No file." /> : <p className="muted">No file came with this answer.</p>}
      </Section>
      {response.links.length > 0 ? (
        <Section title={response.links.length === 1 ? 'File-sharing link' : 'File-sharing links'} level={3}>
          <ul className="plain-list">
            {response.links.map((link) => (
              <li key={link} className="row">
                <Icon name="launch" />
                <a href={link} target="_blank" rel="noreferrer noopener" className="wrap-anywhere">
                  {link}
                </a>
              </li>
            ))}
          </ul>
          <p className="muted small">Outside this system. Not scanned here, and it may end.</p>
        </Section>
      ) : null}
    </div>
  )
}
