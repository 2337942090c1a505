import type { ReactNode } from 'react'
import { addDays, daysBetween } from '#src/kernel/calendar.ts'
import { formatDate } from '../../../ui/format-date.ts'
import { timelineSentences, type Holders, type Mark, type Timeline } from './held-by.ts'
import './timeline-chart.scss'

const [left, width, right] = [104, 800, 24]
const lane = { agency: 44, company: 68 } as const

/** Two lanes: who held the complaint when; dashed is until due. Its sentences are read out instead of the picture. */
export function TimelineChart({ timeline, holders }: { timeline: Timeline; holders: Holders }): ReactNode {
  const days = Math.max(1, daysBetween(timeline.start, timeline.end))
  const x = (date: string) => left + (daysBetween(timeline.start, date) / days) * (width - left - right)
  const marks = placed(timeline.marks, x)
  const isOver = timeline.marks.some((mark) => mark.words === 'Closed' || mark.words === 'Canceled')
  // "Today" is said where the words before leave room.
  const today = !isOver && marks.every((mark) => !mark.shown || mark.end + 8 < x(timeline.today) - 18) ? x(timeline.today) : null
  return (
    <figure className="timeline">
      <ul className="sr-only">
        {timelineSentences(timeline, holders).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div className="timeline__scroll" aria-hidden="true">
        <svg viewBox={`0 0 ${String(width)} 116`} className="timeline__svg">
          <line className="timeline__axis" x1={left} x2={width - right + 12} y1="90" y2="90" />
          {ticks(timeline.start, timeline.end).map((date) => (
            <g key={date}>
              <line className="timeline__axis" x1={x(date)} x2={x(date)} y1="86" y2="94" />
              <text className="timeline__date" x={x(date)} y="110" textAnchor="middle">
                {formatDate(date, 'short', timeline.today)}
              </text>
            </g>
          ))}
          <text className="timeline__lane" x="0" y={lane.agency + 11}>
            {holders.agency.length > 14 ? 'Agency' : holders.agency}
          </text>
          <text className="timeline__lane" x="0" y={lane.company + 11}>
            Company
          </text>
          {timeline.spans.map(({ side, from, to }) => (
            <rect key={`${side}${from}`} className={`timeline__span timeline__span--${side}`} x={x(from)} y={lane[side]} width={Math.max(2, x(to) - x(from))} height="14" />
          ))}
          {timeline.due ? <rect className="timeline__due" x={x(timeline.due.from)} y={lane.company} width={Math.max(2, x(timeline.due.to) - x(timeline.due.from))} height="14" /> : null}
          {marks.map(({ on, words, at, shown, anchor }) => (
            <g key={`${on}${words}`}>
              <line className="timeline__mark" x1={at} x2={at} y1="26" y2="90" />
              <circle className="timeline__dot" cx={at} cy="26" r="3.5" />
              {shown ? (
                <text className="timeline__words" x={at} y="14" textAnchor={anchor}>
                  {words}
                </text>
              ) : null}
            </g>
          ))}
          {today === null ? null : (
            <text className="timeline__lane" x={today} y="14" textAnchor={today > width - right - 24 ? 'end' : 'middle'}>
              Today
            </text>
          )}
          <line className="timeline__now" x1={x(timeline.today)} x2={x(timeline.today)} y1="20" y2="92" />
        </svg>
      </div>
    </figure>
  )
}

type Placed = Mark & { at: number; end: number; shown: boolean; anchor: 'start' | 'middle' | 'end' }

/** Words that would run into the ones before are left out; the dot stays, and the list below says it. */
function placed(marks: readonly Mark[], x: (date: string) => number): Placed[] {
  let taken = 0
  return marks.map((mark) => {
    const at = x(mark.on)
    const room = mark.words.length * 7
    const anchor: Placed['anchor'] = at - room / 2 < left ? 'start' : at + room / 2 > width - right ? 'end' : 'middle'
    const from = anchor === 'start' ? at : anchor === 'end' ? at - room : at - room / 2
    const shown = from >= taken
    if (shown) taken = from + room + 8
    return { ...mark, at, end: from + room, shown, anchor }
  })
}

/** About five dates on the axis, at whole weeks where it is long enough. */
function ticks(start: string, end: string): string[] {
  const days = daysBetween(start, end)
  const step = days <= 20 ? 4 : Math.ceil(days / 5 / 7) * 7
  return Array.from({ length: Math.floor(days / step) + 1 }, (_, index) => addDays(start, index * step))
}
