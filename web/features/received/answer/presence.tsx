import { useEffect, useState, type ReactNode } from 'react'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { draftOf } from './use-answer-draft.ts'

const recent = 10 * 60_000

/** That a colleague is at the same answer: who saved it last, and how long ago. */
export function Presence({ record }: { record: ReceivedRequestRecord }): ReactNode {
  const { user } = useSession()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [])
  const draft = draftOf(record)
  if (!draft || draft.savedBy.id === user.id || (draft.text === '' && draft.links.length === 0)) return null
  const age = Math.max(0, now - Date.parse(draft.savedAt))
  return age > recent ? null : <p className="muted small">{`${draft.savedBy.name} saved ${agoWords(age)}. You see each other’s changes here.`}</p>
}

function agoWords(age: number): string {
  if (age < 60_000) return `${String(Math.max(5, Math.round(age / 5_000) * 5))} seconds ago`
  const minutes = Math.round(age / 60_000)
  return minutes === 1 ? 'a minute ago' : `${String(minutes)} minutes ago`
}
