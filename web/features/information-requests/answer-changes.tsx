import { diffWordsWithSpace } from 'diff'
import { useMemo, type ReactNode } from 'react'

/**
 * The text of an answer, with what it says other than the answer before: added words underlined, removed ones struck
 * through, and both said to those who hear the page.
 */
export function AnswerChanges({ before, now }: { before: string; now: string }): ReactNode {
  const parts = useMemo(() => diffWordsWithSpace(before, now), [before, now])
  const changes = parts.filter((part) => part.added || part.removed).length
  if (changes === 0) return <p className="muted">The text is the same as in the round before.</p>
  return (
    <div className="prose reading answer-text answer-changes">
      {parts.map((part, index) => {
        if (part.added)
          return (
            <ins key={index}>
              <span className="sr-only">[added: </span>
              {part.value}
              <span className="sr-only">]</span>
            </ins>
          )
        if (part.removed)
          return (
            <del key={index}>
              <span className="sr-only">[removed: </span>
              {part.value}
              <span className="sr-only">]</span>
            </del>
          )
        return <span key={index}>{part.value}</span>
      })}
    </div>
  )
}
