import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { closeReasonWords } from '#src/modules/complaints/domain/closing.ts'
import type { RequestItem } from '#src/modules/information-requests/contract.ts'
import { companyWord, excerpt } from '../../../agency/complaint-words.ts'
import { isToReview } from '../../../agency/request-tag.tsx'
import { daysUntil, formatDate, todayIn } from '../../../ui/format-date.ts'

export type NextStep = { kind: 'continue' | 'add-request' | 'send' | 'close' | 'complete-review'; words: string } | { kind: 'review'; words: string; requestId: string }

/** What a record is waiting for: by whom, what, the facts of it, what a colleague asked, and the one act that this person may take now. */
export type Waited = { who: string; act: string; facts: string; note?: { by: string; text: string } | undefined; next: NextStep | null }

type Reader = { today: string; timeZone: string }

/** How it ended, once that is known: it is read apart from the record. */
type Ended = { cancellation: { canceledAt: string; canceledBy: { name: string } } | null; lastDayToReopen: string | null }

export function waitedFor(record: ComplaintRecord, requests: readonly RequestItem[], reader: Reader, { cancellation: canceled, lastDayToReopen }: Ended = { cancellation: null, lastDayToReopen: null }): Waited {
  switch (record.status) {
    case 'draft':
      return { who: 'Draft. Only your agency sees it', act: 'Finish entering this complaint', facts: 'It saves itself; submit it when nothing is missing.', next: allowed(record, 'complaint.update', { kind: 'continue', words: 'Continue entering' }) }
    case 'closed':
      return closed(record, reader, lastDayToReopen)
    case 'canceled':
      return { who: canceled ? `Canceled ${formatDate(todayIn(reader.timeZone, canceled.canceledAt), 'weekday', reader.today)} by ${canceled.canceledBy.name}` : 'Canceled', act: 'Nothing is waited for', facts: 'The complaint is left out of reports.', next: null }
    case 'pending':
      return reviewed(record, reader)
    case 'referral_in_progress':
      return { who: 'Waiting for another agency', act: 'The referral is to be decided', facts: '', next: null }
    case 'in_progress':
    case 'reopened':
      return record.detail ? worked(record, requests, reader) : { who: owner(record), act: 'This complaint is being worked on', facts: `You see basic information only.${asked(record)}`, next: null }
  }
}

function asked({ accessAsked, agency }: ComplaintRecord): string {
  return accessAsked ? ` Your agency asked for the details; ${agency.name} has not decided yet.` : ''
}

/** Who was asked for the preliminary review, and since when; any Supervisor or Manager of the agency may do it. */
function reviewed(record: ComplaintRecord, { today, timeZone }: Reader): Waited {
  const review = record.detail?.review
  const since = review ? ` since ${formatDate(todayIn(timeZone, review.askedAt), 'weekday', today)}` : ''
  return {
    who: review ? `Waiting for ${review.reviewer.name}${since}` : owner(record),
    act: 'Preliminary review',
    note: review?.note ? { by: review.askedBy.name, text: excerpt(review.note, 200) } : undefined,
    facts: ['A reviewer lets the complaint proceed and names its Agency POC, or closes it.', dueWords(record, today)].filter(Boolean).join(' '),
    next: allowed(record, 'complaint.review', { kind: 'complete-review', words: 'Complete Preliminary Review' }),
  }
}

function worked(record: ComplaintRecord, requests: readonly RequestItem[], { today, timeZone }: Reader): Waited {
  const live = requests.filter((request) => request.status !== 'canceled')
  const toReview = live.filter(isToReview).toSorted((a, b) => (a.answeredAt ?? '').localeCompare(b.answeredAt ?? ''))
  const ready = live.filter((request) => request.status === 'ready_to_send')
  const away = live.filter((request) => request.status === 'sent_to_company').toSorted((a, b) => (a.dueOn ?? '').localeCompare(b.dueOn ?? ''))
  const company = record.subject ? companyWord(record.subject.name) : 'the company'
  const since = (instant: string | null | undefined) => (instant ? ` since ${formatDate(todayIn(timeZone, instant), 'weekday', today)}` : '')

  const us = `Waiting for ${record.isOwn ? 'your agency' : record.agency.name}${record.agencyPoc ? ` (${record.agencyPoc.name})` : ''}`
  const due = dueWords(record, today)

  const first = toReview[0]
  if (first) {
    const late = first.dueOn && first.answeredAt ? -daysUntil(first.dueOn, todayIn(timeZone, first.answeredAt)) : 0
    const more = toReview.length > 1 ? ` ${count(toReview.length - 1, 'more answer')} to review.` : ''
    const answer = first.round > 1 ? `answer ${String(first.round)}` : 'answer'
    return {
      who: `${us}${since(first.answeredAt)}`,
      act: `Review the ${answer} to ${first.number}`,
      facts: `${first.title}${late > 0 ? `, answered ${count(late, 'day')} late` : ''}.${more} ${due}`.trimEnd(),
      next: first.can.includes('request.quick-look') ? { kind: 'review', words: 'Review the answer', requestId: first.id } : null,
    }
  }
  if (ready.length > 0)
    return {
      who: `${us}${since(ready[0]?.createdAt)}`,
      act: ready.length === 1 ? `Send ${ready[0]?.number ?? 'the request'}` : `Send ${String(ready.length)} requests`,
      facts: `${ready.map((request) => request.title).join(' · ')}${due ? `. ${due}` : ''}`,
      next: allowed(record, 'request.send', { kind: 'send', words: ready.length === 1 ? 'Send the request' : 'Send requests' }),
    }
  const next = away[0]
  if (next)
    return {
      who: `Waiting for ${record.subject?.name ?? 'the company'}${since(away.map((request) => request.sentAt ?? '').toSorted()[0])}`,
      act: `${away.length === 1 ? next.number : count(away.length, 'request')} with ${company}${next.dueOn ? `, ${away.length === 1 ? 'due' : 'next due'} ${formatDate(next.dueOn, 'weekday', today)}` : ''}`,
      facts: next.dueOn && next.dueOn < today ? `${count(-daysUntil(next.dueOn, today), 'day')} late. ${next.title}` : away.map((request) => request.title).join(' · '),
      next: null,
    }
  if (live.length > 0)
    return {
      who: us,
      act: 'Close the complaint',
      facts: `${live.length === 1 ? 'The answer was' : `All ${String(live.length)} answers were`} looked at. Add a request if something is missing. ${due}`.trimEnd(),
      next: allowed(record, 'complaint.close', { kind: 'close', words: 'Close the complaint' }),
    }
  if (record.subject?.entity)
    return {
      who: us,
      act: 'Look into it, then close the complaint',
      facts: `${record.subject.name} is not in NMLS, so no request can be sent to it. Note what you find out under Research/Communication. ${due}`.trimEnd(),
      next: allowed(record, 'complaint.close', { kind: 'close', words: 'Close the complaint' }),
    }
  const mayAsk = record.can.includes('request.add')
  return {
    who: us,
    act: mayAsk ? 'Add the first information request' : 'Nothing was asked yet',
    facts: `Nothing was sent to ${company} yet. If nothing must be asked, close the complaint. ${due}`.trimEnd(),
    next: mayAsk ? { kind: 'add-request', words: 'Add a request' } : null,
  }
}

function closed(record: ComplaintRecord, { today, timeZone }: Reader, lastDayToReopen: string | null): Waited {
  const last = record.detail?.closures[0]
  const on = record.closedAt ? formatDate(todayIn(timeZone, record.closedAt), 'weekday', today) : ''
  if (!last) return { who: `Closed ${on}`.trim(), act: 'Nothing is waited for', facts: '', next: null }
  const length = `Open for ${count(last.daysOpen, 'day')}.`
  const told = last.sharedWithCompany ? ' The company was told.' : ' The company never received this complaint and was not told.'
  const again = record.can.includes('complaint.reopen') && lastDayToReopen ? ` It can be reopened until ${formatDate(lastDayToReopen, 'year')}.` : ''
  return { who: `Closed ${on} by ${last.closedBy.name}`, act: `${closeReasonWords[last.reason]}${last.reference ? `: ${last.reference}` : ''}`, facts: length + told + again, next: null }
}

function allowed(record: ComplaintRecord, action: string, next: NextStep): NextStep | null {
  return record.can.includes(action) ? next : null
}

/** Until when the complaint itself is to be done, where that is set. */
function dueWords({ dueOn }: ComplaintRecord, today: string): string {
  if (dueOn === null) return ''
  return `The complaint ${dueOn < today ? 'was' : 'is'} due ${formatDate(dueOn, 'weekday', today)}.`
}

function owner(record: ComplaintRecord): string {
  return record.isOwn ? 'Waiting for your agency' : `With ${record.agency.name}`
}

function count(number: number, word: string): string {
  return `${String(number)} ${word}${number === 1 ? '' : 's'}`
}
