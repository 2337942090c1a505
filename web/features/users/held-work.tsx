import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { HeldWork } from '#src/modules/users/contract.ts'
import { useSession } from '../../app/session.tsx'
import type { Option } from '../../ui/form/choice-fields.tsx'
import { complaintsInWords } from './user-words.tsx'

const shownAtFirst = 10

/** What somebody holds, line by line; complaints are links for those who may open them. */
export function HeldList({ items }: { items: HeldWork['items'] }): ReactNode {
  const { kind } = useSession()
  const [all, setAll] = useState(false)
  const shown = all ? items : items.slice(0, shownAtFirst)
  return (
    <>
      <ul className="held-work">
        {shown.map((item, index) => (
          <li key={index}>
            {item.complaintId === null ? item.sentence : <Link to={kind === 'company' ? '/received/$id' : '/complaints/$id'} params={{ id: item.complaintId }}>{item.sentence}</Link>}
            {item.mustBeReassigned ? null : <span className="muted"> (colleagues hold it too)</span>}
          </li>
        ))}
      </ul>
      {shown.length < items.length ? (
        <button type="button" className="link-button" onClick={() => setAll(true)}>
          Show all {items.length.toLocaleString('en-US')}
        </button>
      ) : null}
    </>
  )
}

/** Colleagues who may take it over, least loaded first. */
export function colleagueOptions(colleagues: HeldWork['colleagues'], me: string): Option[] {
  return colleagues.map((person) => ({ value: person.id, label: person.id === me ? `${person.name} (you)` : person.name, hint: [person.title, complaintsInWords(person.openComplaints)].filter(Boolean).join(' · ') }))
}
