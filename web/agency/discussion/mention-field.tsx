import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import type { Candidate } from '#src/modules/discussion/contract.ts'
import { announce } from '../../ui/live-region.tsx'
import { lookedUp } from './mention-text.ts'

export const toldWords: Record<Candidate['told'], string> = { user: '', supervisors: 'its Supervisors are told', nobody: 'Viewer: is not told' }

/** Where the caret goes once a text that was not typed stands there; `look` where somebody is to be looked up then. */
export type Caret = { at: number; look: boolean }

type Props = {
  caret: RefObject<Caret | null>
  box: RefObject<HTMLTextAreaElement | null>
  id: string
  described: { 'aria-invalid': true | undefined; 'aria-describedby': string | undefined; 'aria-required': true | undefined }
  value: string
  rows: number
  onChange: (text: string) => void
  onBlur: () => void
  search: (words: string, signal: AbortSignal) => Promise<Candidate[]>
  /** Somebody was chosen: answers the label that stands for them. */
  onName: (who: Candidate) => string
  onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void
}

/** Several lines in which "@" looks up who can be named: arrows move in the list, Enter or Tab takes, Escape leaves it. */
export function MentionField({ caret, box, id, described, value, rows, onChange, onBlur, search, onName, onKeyDown }: Props): ReactNode {
  const [words, setWords] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const found = useCandidates(words, search)
  // Nothing is named so: the text goes on.
  const shown = words !== null && (found.length > 0 || words.length <= 1)
  const listId = `${id}-people`

  const offered = found.map((who) => who.id).join()
  useEffect(() => setActive(0), [offered])

  // With the text itself, before the next key: what is typed on comes where it belongs.
  useLayoutEffect(() => {
    const [area, wanted] = [box.current, caret.current]
    if (!area || !wanted) return
    caret.current = null
    area.focus()
    area.setSelectionRange(wanted.at, wanted.at)
    setWords(wanted.look ? lookedUp(area.value, wanted.at) : null)
  }, [value, box, caret])

  function look(area: HTMLTextAreaElement) {
    setWords(area.selectionStart === area.selectionEnd ? lookedUp(area.value, area.selectionStart) : null)
  }

  function take(who: Candidate) {
    const area = box.current
    if (!area || words === null) return
    const end = area.selectionStart
    const from = end - words.length - 1
    const label = onName(who)
    caret.current = { at: from + label.length + 1, look: false }
    onChange(`${value.slice(0, from)}${label} ${value.slice(end).replace(/^ /, '')}`)
    setWords(null)
    announce(`${who.name} named${who.told === 'nobody' ? '; a Viewer is not told' : ''}`)
  }

  function move(event: KeyboardEvent<HTMLTextAreaElement>) {
    const chosen = found[active]
    if (!shown || found.length === 0) {
      if (event.key === 'Escape' && shown) setWords(null)
      else onKeyDown?.(event)
      return
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      setWords(null)
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen && !event.shiftKey) {
      event.preventDefault()
      take(chosen)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length)
    } else onKeyDown?.(event)
  }

  return (
    <div className="combo">
      <textarea
        {...described}
        ref={box}
        id={id}
        rows={rows}
        className="usa-textarea"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={shown ? listId : undefined}
        aria-activedescendant={shown && found.length > 0 ? `${listId}-${String(active)}` : undefined}
        value={value}
        onChange={(event) => {
          onChange(event.target.value)
          look(event.target)
        }}
        onClick={(event) => look(event.currentTarget)}
        onKeyDown={move}
        onKeyUp={(event) => {
          if (event.key === 'ArrowLeft' || event.key === 'ArrowRight' || event.key === 'Home' || event.key === 'End') look(event.currentTarget)
        }}
        onBlur={() => {
          setWords(null)
          onBlur()
        }}
      />
      <ul id={listId} role="listbox" className="combo__list" aria-label="Who can be named" hidden={!shown || found.length === 0}>
        {found.map((who, index) => (
          <li
            key={who.id ?? 'all'}
            id={`${listId}-${String(index)}`}
            role="option"
            aria-selected={index === active}
            className="combo__option"
            ref={(row) => {
              if (index === active && shown) row?.scrollIntoView({ block: 'nearest' })
            }}
            // Before the text loses the focus, which would close the list.
            onPointerDown={(event) => {
              event.preventDefault()
              take(who)
            }}
          >
            {who.name}
            <span className="muted small"> {detailOf(who)}</span>
          </li>
        ))}
      </ul>
      <span className="sr-only" role="status">
        {shown && found.length > 0 ? `${String(found.length)} can be named. Arrow keys choose, Enter takes.` : ''}
      </span>
    </div>
  )
}

function detailOf(who: Candidate): string {
  if (who.kind === 'everybody') return 'Supervisors of every agency that reads this board are told'
  return [who.agency, toldWords[who.told]].filter(Boolean).join(' · ')
}

function useCandidates(words: string | null, search: Props['search']): readonly Candidate[] {
  const [found, setFound] = useState<{ of: string; items: readonly Candidate[] }>(nobody)
  const latest = useRef(search)
  latest.current = search
  useEffect(() => {
    if (words === null) {
      setFound(nobody)
      return
    }
    const control = new AbortController()
    const timer = setTimeout(() => {
      // Who cannot be looked up now is named no less well in words.
      latest.current(words.trim(), control.signal).then((items) => setFound({ of: words, items }), () => undefined)
    }, 120)
    return () => {
      clearTimeout(timer)
      control.abort()
    }
  }, [words])
  if (words === null) return nobody.items
  // Until the answer is there, those of the answer before who still fit: Enter never takes somebody whom the words left behind.
  return found.of === words ? found.items : found.items.filter((who) => ` ${who.name} ${who.agency}`.toLowerCase().includes(` ${words.trim().toLowerCase()}`))
}

const nobody = { of: '', items: [] }
