import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { RequestItem } from '#src/modules/information-requests/contract.ts'
import { addDays, daysBetween } from '#src/kernel/calendar.ts'
import { formatDate, todayIn } from '../../../ui/format-date.ts'

export type Span = { side: 'agency' | 'company'; from: string; to: string }
export type Mark = { on: string; words: string }
export type Timeline = { start: string; end: string; today: string; spans: readonly Span[]; marks: readonly Mark[]; due: { from: string; to: string } | null; daysWithCompany: number }

/**
 * Who held a complaint when: the company while at least one request was with it, the agency the rest of the time.
 * Dates are calendar dates in the reader's zone.
 */
export function heldBy(record: Pick<ComplaintRecord, 'receivedOn' | 'createdAt' | 'closedAt' | 'status'>, requests: readonly RequestItem[], { today, timeZone, canceledAt = null }: { today: string; timeZone: string; canceledAt?: string | null }): Timeline {
  const day = (instant: string) => todayIn(timeZone, instant)
  const start = [record.receivedOn, day(record.createdAt)].filter((date) => date !== null).toSorted()[0] ?? today
  const endedAt = record.status === 'closed' ? record.closedAt : record.status === 'canceled' ? canceledAt : null
  const endedOn = endedAt ? day(endedAt) : null
  const last = endedOn ?? today
  const away = merged(
    requests.flatMap(({ sentAt, answeredAt, canceledAt, status }) => {
      if (!sentAt) return []
      const back = status === 'sent_to_company' ? null : (answeredAt ?? canceledAt)
      return [{ from: day(sentAt), to: back ? day(back) : last }]
    }),
  )
  const spans: Span[] = []
  let at = start
  for (const { from, to } of away) {
    if (from > at) spans.push({ side: 'agency', from: at, to: from })
    spans.push({ side: 'company', from: from > at ? from : at, to })
    at = to
  }
  const isAway = requests.some((request) => request.status === 'sent_to_company')
  if (at < last || spans.length === 0) spans.push({ side: 'agency', from: at, to: last })

  const dues = requests.flatMap((request) => (request.status === 'sent_to_company' && request.dueOn ? [request.dueOn] : [])).toSorted()
  const dueOn = endedOn ? undefined : dues.at(-1)
  const due = isAway && dueOn !== undefined && dueOn > today ? { from: today, to: dueOn } : null
  const marks: Mark[] = [
    { on: start, words: record.receivedOn === start ? 'Received' : 'Entered' },
    ...spans.flatMap((span, index) => (span.side === 'company' ? [{ on: span.from, words: 'Sent to company' }] : index > 0 ? [{ on: span.from, words: 'Answered' }] : [])),
    ...(endedOn ? [{ on: endedOn, words: record.status === 'closed' ? 'Closed' : 'Canceled' }] : []),
  ]
  const daysWithCompany = spans.reduce((sum, span) => sum + (span.side === 'company' ? daysBetween(span.from, span.to) : 0), 0)
  // Room at the right, so that a complaint received today has a line at all.
  const end = [addDays(start, 14), addDays(last, 3), due ? addDays(due.to, 2) : last].toSorted().at(-1) ?? last
  return { start, end, today: last, spans, marks, due, daysWithCompany }
}

/** How the two that hold it are called to the reader. */
export type Holders = { agency: string; company: string }

/** The same in sentences, for people who do not see the picture. */
export function timelineSentences({ spans, due }: Timeline, { agency, company }: Holders): string[] {
  const said = spans.map(({ side, from, to }) => `${side === 'agency' ? agency : company}: ${formatDate(from, 'year')} to ${formatDate(to, 'year')}`)
  return due ? [...said, `Due from ${company}: ${formatDate(due.to, 'year')}`] : said
}

function merged(spans: readonly { from: string; to: string }[]): { from: string; to: string }[] {
  const out: { from: string; to: string }[] = []
  for (const span of spans.toSorted((a, b) => a.from.localeCompare(b.from))) {
    const before = out.at(-1)
    if (before && span.from <= before.to) before.to = span.to > before.to ? span.to : before.to
    else out.push({ ...span })
  }
  return out
}
