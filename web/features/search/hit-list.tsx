import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import type { Hit, Passage } from '#src/modules/search/contract.ts'
import { StatusTag } from '../../agency/complaint-tags.tsx'
import { formatDate } from '../../ui/format-date.ts'

/** What was found, each with the places in which the words stand. Arrow keys go from one to the next. */
export function HitList({ hits, company, from }: { hits: readonly Hit[]; company: boolean; from: string }): ReactNode {
  return (
    <ol className="hits" aria-label={from} onKeyDown={moveByArrows}>
      {hits.map((hit) => (
        <li key={hit.id} className="hit">
          <div className="hit__head">
            <h3 className="hit__title">
              <HitLink hit={hit} company={company} />
            </h3>
            {hit.status === 'open' ? 'Open' : <StatusTag status={hit.status} list />}
            {!company && !hit.isOwn ? <span className="muted small">Basic information</span> : null}
          </div>
          <p className="hit__facts muted small">
            {[company || !hit.isOwn ? hit.agency.name : null, hit.product, hit.date === null ? null : `${company ? 'Arrived' : 'Received'} ${formatDate(hit.date, 'year')}`].filter(Boolean).join(' · ')}
          </p>
          {hit.passages.map((passage, index) => (
            <Found key={index} passage={passage} />
          ))}
        </li>
      ))}
    </ol>
  )
}

function HitLink({ hit, company }: { hit: Hit; company: boolean }): ReactNode {
  const words = (
    <>
      <span className="num">{hit.number}</span> <span className="hit__subject">{hit.subjectName || 'Subject not entered yet'}</span>
    </>
  )
  if (company) {
    return (
      <Link data-hit to="/received/$id" params={{ id: hit.id }}>
        {words}
      </Link>
    )
  }
  return (
    <Link data-hit to="/complaints/$id" params={{ id: hit.id }}>
      {words}
    </Link>
  )
}

function Found({ passage }: { passage: Passage }): ReactNode {
  return (
    <p className="hit__passage">
      <span className="hit__where">{passage.where}</span>{' '}
      {passage.pieces.map((piece, index) => (piece.hit ? <mark key={index}>{piece.text}</mark> : <Fragment key={index}>{piece.text}</Fragment>))}
    </p>
  )
}

function moveByArrows(event: React.KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const links = linksOf(document)
  const at = links.findIndex((link) => link === document.activeElement)
  const next = links[at + (event.key === 'ArrowDown' ? 1 : -1)]
  if (at < 0 || next === undefined) return
  event.preventDefault()
  next.focus()
}

/** From the search field into the results. */
export function enterByArrow(event: React.KeyboardEvent): void {
  if (event.key !== 'ArrowDown' || !(event.target instanceof HTMLInputElement) || event.target.type !== 'search') return
  const first = linksOf(document)[0]
  if (first === undefined) return
  event.preventDefault()
  first.focus()
}

function linksOf(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-hit]')]
}
