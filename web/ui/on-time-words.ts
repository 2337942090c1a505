import { fewestAnswers, type OnTimeRecord, type Punctuality } from '#src/modules/information-requests/on-time-contract.ts'

type Spans = OnTimeRecord['allAgencies']
/** `share` is what is read first; null where too few answers would be told apart. */
export type OnTimeWords = { share: string | null; lines: string[]; overdue: string | null }

/** A company's punctuality in sentences: of the last 12 months, with all time beside it. */
export function onTimeWords({ lastYear, allTime }: Spans): OnTimeWords {
  const told = saysEnough(lastYear) ? lastYear : null
  const ever = saysEnough(allTime) ? allTime : null
  const overdue = (allTime ?? lastYear)?.overdue ?? 0
  const late = overdue === 0 ? null : `${count(overdue, 'request')} overdue now`
  if (told === null) return { share: null, lines: [tooFew(lastYear), ...(ever === null ? [] : [`Of all time: ${shareOf(ever)}.`])], overdue: late }
  const further = ever !== null && ever.answers > told.answers ? [`Of all time: ${shareOf(ever)}.`] : []
  return { share: `${percent(told)} on time`, lines: [`Of ${count(told.answers, 'answer')} in the last 12 months${told.medianDays === null ? '' : `; half took ${days(told.medianDays)}`}.`, movedOf(told), ...further], overdue: late }
}

function saysEnough(of: Punctuality | null): of is Punctuality {
  return of !== null && of.answers >= fewestAnswers
}

function tooFew(lastYear: Punctuality | null): string {
  return lastYear?.answers === 0 ? 'No answer in the last 12 months.' : 'Too few answers in the last 12 months to say.'
}

function shareOf(of: Punctuality): string {
  return `${percent(of)} of ${count(of.answers, 'answer')}`
}

/** Rounded down, so that 100% means every one. */
function percent({ onTime, answers }: Punctuality): string {
  return `${String(Math.floor((100 * onTime) / answers))}%`
}

function movedOf({ extended, sentBack }: Punctuality): string {
  return `${extended === 0 ? 'None' : extended.toLocaleString('en-US')} had more time, ${sentBack === 0 ? 'none was' : sentBack === 1 ? '1 was' : `${sentBack.toLocaleString('en-US')} were`} sent back.`
}

function days(number: number): string {
  return number < 1 ? 'less than a day' : number === 1 ? 'a day or less' : `${String(number)} days or less`
}

function count(number: number, word: string): string {
  return `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`
}
