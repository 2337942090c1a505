import type { ReactNode } from 'react'
import type { Named } from '#src/modules/discussion/contract.ts'
import { parsePost, type Inline } from '#src/modules/discussion/domain/markup.ts'
import { useSession } from '../../app/session.tsx'
import { everybodyName } from './mention-text.ts'

/** The text of a post as elements of this page: nothing in it is ever taken for HTML. */
export function PostText({ text, named }: { text: string; named: readonly Named[] }): ReactNode {
  return (
    <div className="post-text">
      {parsePost(text).map((block, index) => {
        if (block.kind === 'paragraph') return <p key={index}><Parts parts={block.parts} named={named} /></p>
        const items = block.items.map((parts, at) => <li key={at}><Parts parts={parts} named={named} /></li>)
        return block.numbered ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>
      })}
    </div>
  )
}

function Parts({ parts, named }: { parts: readonly Inline[]; named: readonly Named[] }): ReactNode {
  return parts.map((part, index) => <Part key={index} part={part} named={named} />)
}

function Part({ part, named }: { part: Inline; named: readonly Named[] }): ReactNode {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'break':
      return <br />
    case 'bold':
      return <strong><Parts parts={part.parts} named={named} /></strong>
    case 'link':
      return <a href={part.url} target="_blank" rel="noreferrer noopener" className="wrap-anywhere">{part.url}</a>
    case 'mention':
      return <Mentioned part={part} named={named} />
  }
}

function Mentioned({ part, named }: { part: Extract<Inline, { kind: 'mention' }>; named: readonly Named[] }): ReactNode {
  const { user, organisation } = useSession()
  const { of } = part
  if (of.kind === 'everybody') return <span className="mention mention--me">@{everybodyName}</span>
  const who = named.find((one) => one.kind === of.kind && one.id === of.id)
  const isMine = of.kind === 'user' ? of.id === user.id : of.id === organisation?.id
  return <span className={isMine ? 'mention mention--me' : 'mention'} title={who && who.kind === 'user' ? who.agency : who?.name}>@{who === undefined ? 'somebody' : who.kind === 'agency' ? who.agency : who.name}</span>
}
