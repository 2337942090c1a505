import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { z } from 'zod'
import type { ReadyAnswer } from '#src/modules/information-requests/answer-contract.ts'
import { Id } from '#src/kernel/shapes.ts'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { Due } from '../../../ui/due.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { announce } from '../../../ui/live-region.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { readyAnswersQuery, receiptPath, receivedKey, receivedQuery, tasksKey } from '../../../company/queries.ts'
import { actingPoc } from '../components/acting.ts'
import { Loaded } from '../components/loaded.tsx'
import type { Received } from '../components/use-received.ts'
import '../received.scss'

const route = getRouteApi('/signed-in/received/$id/submit')
const Submitted = z.object({ submissionId: Id })

/** One, several or all answers of a complaint are submitted in one press. */
export function SubmitAnswers(): ReactNode {
  const { id } = route.useParams()
  const query = useQuery(receivedQuery(id))
  return (
    <Loaded query={query} title="Submit answers">
      {(record) => <SubmitPage record={record} />}
    </Loaded>
  )
}

function SubmitPage({ record }: { record: Received }): ReactNode {
  const { id, number, agency } = record
  const ready = useQuery(readyAnswersQuery(id))
  const [sent, setSent] = useState<{ submissionId: string; count: number } | null>(null)
  return (
    <Page
      title={`Submit answers: ${number}`}
      heading={
        <>
          Submit answers: <span className="nowrap">{number}</span>
        </>
      }
      breadcrumb={[
        <Link to="/received">Complaints</Link>,
        <Link to="/received/$id" params={{ id }}>
          {number}
        </Link>,
        'Submit answers',
      ]}
      roomy
    >
      {sent ? <SentNotice record={record} {...sent} /> : null}
      <Section title="Answers that wait to be submitted" hint={<AudienceHint who="sent">{agency.name} and the agencies it gives access see what you submit. Comments stay in your company.</AudienceHint>}>
        {ready.data ? (
          <Choose key={sent?.submissionId ?? ''} record={record} items={ready.data.items} maySubmit={ready.data.maySubmit} onSent={setSent} />
        ) : ready.error ? (
          <ErrorState error={ready.error} retry={ready.refetch} title="The answers could not be loaded" />
        ) : (
          <Skeleton lines={6} height={40} label="Loading the answers" />
        )}
      </Section>
    </Page>
  )
}

function SentNotice({ record, submissionId, count }: { record: Received; submissionId: string; count: number }): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  // The dialog has gone with its opener: the focus goes to what happened.
  useEffect(() => box.current?.focus(), [])
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="success" title={`${count === 1 ? 'One answer was' : `${String(count)} answers were`} sent to ${record.agency.name}`}>
        <a href={receiptPath(record.id, submissionId)} download>
          Download the receipt (PDF)
        </a>{' '}
        or{' '}
        <Link to="/received/$id" params={{ id: record.id }}>
          go back to <span className="nowrap">{record.number}</span>
        </Link>
      </Notice>
    </div>
  )
}

function Choose({ record, items, maySubmit, onSent }: { record: Received; items: readonly ReadyAnswer[]; maySubmit: boolean; onSent: (sent: { submissionId: string; count: number }) => void }): ReactNode {
  const client = useQueryClient()
  const { agency } = record
  // What can be sent is chosen at first; the reader takes out what shall wait.
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState<readonly ReadyAnswer[] | null>(null)
  const [problem, setProblem] = useState('')
  const ready = items.filter((item) => item.problems.length === 0)
  const chosen = ready.filter((item) => !left.has(item.requestId))
  if (items.length === 0) return <EmptyState title="No request waits for your answer.">What you sent stands with the complaint, with its receipts.</EmptyState>

  async function submit(answers: readonly ReadyAnswer[]) {
    // What is read here is what is sent: an answer that changed since is refused, and nothing goes.
    const { submissionId } = await api.post(`/received-complaints/${record.id}/submissions`, { items: answers.map(({ requestId, version }) => ({ requestId, version })) }, Submitted, { idempotencyKey: newIdempotencyKey() }).catch(async (error: unknown) => {
      await client.invalidateQueries({ queryKey: receivedKey })
      throw error
    })
    announce(`Sent to ${agency.shortName}`)
    setAsking(null)
    onSent({ submissionId, count: answers.length })
    void client.invalidateQueries({ queryKey: tasksKey })
    void client.invalidateQueries({ queryKey: ['session'] })
    await client.invalidateQueries({ queryKey: receivedKey })
  }

  return (
    <div className="stack">
      {maySubmit ? null : (
        <Notice tone="info" title="Only the Company POC submits">
          {actingPoc(record) ? `${actingPoc(record)?.name ?? ''} submits your company’s answers.` : 'Nobody is assigned yet.'} You see here what is missing.
        </Notice>
      )}
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      <ul className="plain-list answers-to-submit">
        {items.map((item) => (
          <Answer key={item.requestId} item={item} maySubmit={maySubmit} chosen={!left.has(item.requestId)} onChoose={(yes) => setLeft(changed(left, item.requestId, !yes))} />
        ))}
      </ul>
      {maySubmit ? (
        <div className="row">
          <button
            type="button"
            className="usa-button"
            onClick={() => {
              setProblem(chosen.length === 0 ? 'Choose at least one answer that is ready.' : '')
              if (chosen.length > 0) setAsking(chosen)
            }}
          >
            {chosen.length > 1 && chosen.length === items.length ? `Submit all ${String(chosen.length)} answers…` : chosen.length > 1 ? `Submit ${String(chosen.length)} answers…` : 'Submit the answer…'}
          </button>
          <Link to="/received/$id" params={{ id: record.id }}>
            Leave without submitting
          </Link>
        </div>
      ) : null}
      {asking ? (
        <ConfirmDialog title={`Submit ${asking.length === 1 ? 'this answer' : `these ${String(asking.length)} answers`} to ${agency.shortName}?`} confirm={`Submit to ${agency.shortName}`} keep="Go back" onConfirm={() => submit(asking)} onClose={() => setAsking(null)}>
          <ul className="bullets">
            {asking.map((item) => (
              <li key={item.requestId}>
                {item.number} {item.title}
              </li>
            ))}
          </ul>
          <p>
            <strong>After you submit, they cannot be changed.</strong> All of them are sent, or none. You get one receipt.
          </p>
        </ConfirmDialog>
      ) : null}
    </div>
  )
}

function Answer({ item, maySubmit, chosen, onChoose }: { item: ReadyAnswer; maySubmit: boolean; chosen: boolean; onChoose: (yes: boolean) => void }): ReactNode {
  const { today, timeZone } = useSession()
  const id = `answer-${item.requestId}`
  const isReady = item.problems.length === 0
  const facts = [
    item.characters > 0 ? `${item.characters.toLocaleString('en-US')} characters` : 'no text',
    item.files > 0 ? `${String(item.files)} ${item.files === 1 ? 'file' : 'files'}` : '',
    item.links > 0 ? `${String(item.links)} ${item.links === 1 ? 'link' : 'links'}` : '',
  ].filter(Boolean)
  return (
    <li className="check check--panel">
      {maySubmit ? <input id={id} type="checkbox" checked={isReady && chosen} disabled={!isReady} aria-describedby={`${id}-state`} onChange={(event) => onChoose(event.target.checked)} /> : <span />}
      <label htmlFor={maySubmit ? id : undefined}>
        {item.number} {item.title}
      </label>
      <div className="check__hint stack stack--tight" id={`${id}-state`}>
        <p className="row">
          <span>
            Due <Due date={item.dueOn} today={today} style="weekday" />
          </span>
          {item.status === 'in_review' ? <Tag tone="blue">Handed over for review</Tag> : null}
          {item.restricted ? <Tag tone="lock">Restricted</Tag> : null}
        </p>
        <p>
          {item.savedAt ? `${facts.join(', ')}. Saved ${formatMoment(item.savedAt, timeZone)}${item.savedBy ? ` by ${item.savedBy.name}` : ''}.` : item.acknowledgeOnly ? 'The agency asks only to acknowledge receipt; submitting does that.' : 'Nothing was written yet.'}{' '}
          <Link to="/received-requests/$id" params={{ id: item.requestId }} aria-label={`Open the answer to ${item.number}`}>
            Open
          </Link>
        </p>
        {item.problems.map((sentence) => (
          <p key={sentence} className="late">
            {sentence}
          </p>
        ))}
        {item.remarks.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </li>
  )
}

function changed(set: ReadonlySet<string>, id: string, has: boolean): ReadonlySet<string> {
  const next = new Set(set)
  if (has) next.add(id)
  else next.delete(id)
  return next
}
