import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Exactly what becomes visible to the company by this sending, and what never does. */
export function WhatTheCompanySees({ record, company, sharesNarrative, documentCount }: { record: ComplaintRecord; company: string; sharesNarrative: boolean; documentCount: number }): ReactNode {
  const restricted = record.detail?.complainant?.restricted ?? false
  const notEnrolled = record.subject?.enrollment !== null && record.subject?.enrollment !== 'complete'
  const seen = [
    'The requests that you send, with their due dates and files',
    'Your commentary and file-sharing link',
    documentCount > 0 ? (documentCount === 1 ? 'The introductory document' : `The ${String(documentCount)} introductory documents`) : null,
    sharesNarrative || record.detail?.narrativeShared ? 'The consumer’s description' : null,
    restricted ? null : 'The complainant’s name and address',
    'Complaint ID and whether it is open, your agency and its POC, the transaction’s date and place',
  ].filter((line) => line !== null)
  return (
    <>
      {notEnrolled ? (
        <Notice tone="warning" title={`${company} is not enrolled yet`}>
          You may send. It can open and answer the requests once its enrollment is complete.
        </Notice>
      ) : null}
      <section>
        <h2 className="aside-title">{`What ${company} will see`}</h2>
        <ul className="bullets">
          {seen.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {record.firstSentAt ? null : <p className="muted small aside-gap">This is the first sending: it delivers the complaint. From then on its subject cannot be changed.</p>}
      </section>
      <section>
        <h2 className="aside-title">What it never sees</h2>
        <AudienceHint who="hidden">Phone and e-mail of the complainant{restricted ? ', name and address (restricted)' : ''}, desired outcome, categories, your reviews, notes and the reason for closing.</AudienceHint>
      </section>
    </>
  )
}
