import { Fragment, type ReactNode } from 'react'
import './paper.scss'

/** A letter as it will read on paper; what is still missing is marked. */
export function Paper({ date, addressee, subject, body }: { date?: string; addressee?: string; subject: string; body: string }): ReactNode {
  return (
    <div className="paper" role="region" aria-label="The letter as it reads" tabIndex={0}>
      {date === undefined ? null : <p>{date}</p>}
      {addressee === undefined ? null : <p className="paper__to">{marked(addressee)}</p>}
      <p className="paper__subject">
        <strong>{marked(subject)}</strong>
      </p>
      <div className="paper__text">{marked(body)}</div>
    </div>
  )
}

function marked(text: string): ReactNode {
  return text.split(/(\[Missing: [^\]\n]{1,100}\])/).map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : <Fragment key={index}>{part}</Fragment>))
}
