import type { ReactNode } from 'react'
import type { ReceivedLetter } from '#src/modules/letters/contract.ts'
import { useSession } from '../app/session.tsx'
import { formatDate, formatMoment, todayIn } from '../ui/format-date.ts'
import { Notice } from '../ui/notice.tsx'
import { Paper } from '../ui/paper.tsx'
import { contentPath } from './agency-documents.tsx'

/** A letter of the agency as the company reads it: where it stands, its PDF, its text. */
export function LetterToRead({ letter }: { letter: ReceivedLetter }): ReactNode {
  const { timeZone } = useSession()
  const { document } = letter
  return (
    <div className="stack">
      <Standing
        letter={letter}
        pdf={
          document?.canOpen ? (
            <a className="usa-button usa-button--outline" href={contentPath(document.id)} download={document.name}>
              Save the PDF
            </a>
          ) : undefined
        }
      />
      <Paper date={formatDate(todayIn(timeZone, letter.issuedAt), 'year')} addressee={letter.addressee} subject={letter.subject} body={letter.body} />
    </div>
  )
}

function Standing({ letter, pdf }: { letter: ReceivedLetter; pdf: ReactNode }): ReactNode {
  const { timeZone, today } = useSession()
  const { agency } = letter
  const checked = letter.document?.canOpen ? '' : ' The PDF is being checked for malware.'
  if (letter.withdrawn)
    return (
      <Notice tone="warning" title={`${agency.shortName} withdrew this letter ${formatMoment(letter.withdrawn.at, timeZone)}`} actions={pdf}>
        {`Its reason: ${letter.withdrawn.reason}`}
      </Notice>
    )
  if (letter.acknowledged)
    return (
      <Notice tone="success" title={`Acknowledged ${formatMoment(letter.acknowledged.at, timeZone)} by ${letter.acknowledged.by.name}`} actions={pdf}>
        {letter.acknowledged.words ? `“${letter.acknowledged.words}”` : `${agency.shortName} was told.`}
      </Notice>
    )
  const moved = letter.dueOn === letter.originalDueOn ? '' : ` The date was ${formatDate(letter.originalDueOn, 'short', today)} first.`
  return (
    <Notice tone={letter.overdue ? 'warning' : 'info'} title={`${agency.shortName} asks you to acknowledge receipt by ${formatDate(letter.dueOn, 'weekday', today)}`} actions={pdf}>
      {`${letter.overdue ? 'That day is over. ' : ''}${letter.can.length > 0 ? 'To acknowledge says that your company received the letter, not that it agrees.' : 'Colleagues who manage complaints acknowledge it.'}${moved}${checked}`}
    </Notice>
  )
}
