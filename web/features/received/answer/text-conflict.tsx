import { useWatch } from 'react-hook-form'
import { useEffect, useRef, type ReactNode } from 'react'
import { formatTime } from '../../../ui/format-date.ts'
import { Icon } from '../../../ui/icon.tsx'
import type { AnswerForm, Choice, Theirs } from './use-answer-draft.ts'

/**
 * Two people changed the text: both are shown, and the reader decides. Nothing is lost whatever they choose.
 * It stands under the text and takes no focus, since one may be typing when it comes; the save state is read out.
 */
export function TextConflict({ form, theirs, zone, onChoose }: { form: AnswerForm; theirs: Theirs; zone: string; onChoose: (choice: Choice) => void }): ReactNode {
  const mine = useWatch({ control: form.control, name: 'text' })
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    // Newer browsers answer with a promise, which an effect must not return.
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section ref={box} className="conflict" aria-labelledby="conflict-title">
      <h3 id="conflict-title">
        <Icon name="warning" size={1.25} /> {theirs.savedBy} changed this answer while you wrote
      </h3>
      <p>Compare the two texts and choose. The one that you do not take stays on this page until you leave it.</p>
      <div className="columns">
        <div className="conflict__side">
          <h4>Your text, not saved</h4>
          <p className="conflict__text">{mine || 'Empty'}</p>
          <button type="button" className="usa-button usa-button--outline" onClick={() => onChoose('mine')}>
            Use mine
          </button>
        </div>
        <div className="conflict__side">
          <h4>
            {theirs.savedBy}, saved {formatTime(theirs.savedAt, zone)}
          </h4>
          <p className="conflict__text">{theirs.text || 'Empty'}</p>
          <button type="button" className="usa-button usa-button--outline" onClick={() => onChoose('theirs')}>
            Use theirs
          </button>
        </div>
      </div>
      <button type="button" className="usa-button usa-button--quiet" onClick={() => onChoose('both')}>
        Keep both, one after the other
      </button>
    </section>
  )
}

/** The text that was not chosen. */
export function SetAside({ text, onTakeBack }: { text: string; onTakeBack: () => void }): ReactNode {
  if (!text) return null
  return (
    <details className="set-aside">
      <summary>The text that you did not take</summary>
      <p className="conflict__text">{text}</p>
      <button type="button" className="usa-button usa-button--quiet usa-button--small" onClick={onTakeBack}>
        Add it at the end
      </button>
    </details>
  )
}
