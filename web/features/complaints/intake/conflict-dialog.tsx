import { useId, useState, type ReactNode } from 'react'
import { ScrollText } from '../../../agency/scroll-text.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import type { Conflict, FieldPath } from './intake-changes.ts'
import { fieldWords } from './field-words.ts'

/** Two people changed the same fields: both texts, and which of them stands. */
export function ConflictDialog({ conflicts, onResolve }: { conflicts: readonly Conflict[]; onResolve: (takeTheirs: ReadonlySet<FieldPath>) => void }): ReactNode {
  const [theirs, setTheirs] = useState<ReadonlySet<FieldPath>>(new Set())
  const choose = (path: FieldPath, take: boolean) => setTheirs(new Set(take ? [...theirs, path] : [...theirs].filter((one) => one !== path)))
  return (
    <Dialog
      title="Somebody else changed this too"
      wide
      actions={
        <button type="button" className="usa-button" onClick={() => onResolve(theirs)}>
          Save with these texts
        </button>
      }
    >
      <div className="stack">
        <p>Nothing is lost: choose for each field which text stands.</p>
        {conflicts.map(({ path, mine, theirs: other }) => (
          <fieldset key={path} className="fieldset fieldset--small">
            <legend>{fieldWords[path]}</legend>
            <div className="columns">
              <Choice name={path} label="Yours" text={mine} checked={!theirs.has(path)} onChoose={() => choose(path, false)} />
              <Choice name={path} label="Theirs, already saved" text={other} checked={theirs.has(path)} onChoose={() => choose(path, true)} />
            </div>
          </fieldset>
        ))}
      </div>
    </Dialog>
  )
}

function Choice({ name, label, text, checked, onChoose }: { name: string; label: string; text: string | boolean; checked: boolean; onChoose: () => void }): ReactNode {
  const id = useId()
  const shown = typeof text === 'boolean' ? (text ? 'Yes' : 'No') : text || 'Nothing'
  return (
    <div className="check check--panel">
      <input type="radio" id={id} name={name} checked={checked} onChange={onChoose} />
      <label htmlFor={id}>{label}</label>
      <div className="check__hint">
        <ScrollText label={`Text: ${label}`}>{shown}</ScrollText>
      </div>
    </div>
  )
}
