import { useState, type ReactNode } from 'react'
import type { FoundSubject } from '#src/modules/complaints/subject-contract.ts'
import { useMay } from '../../app/session.tsx'
import { CreateEntityForm } from './create-entity-form.tsx'
import { GuidedSearch } from './guided-search.tsx'
import { cluesOf, type Answers } from './guided-steps.ts'
import { QuickSubject } from './quick-subject.tsx'
import { SubjectById } from './subject-by-id.tsx'
import { SubjectConfirm } from './subject-confirm.tsx'

const ways = [
  { way: 'quick', label: 'ID or name', hint: 'One box for any ID and for names.' },
  { way: 'id', label: 'Enter Subject ID', hint: 'Of a company, a branch or an individual; license numbers too.' },
  { way: 'search', label: 'Search for Subject', hint: 'Step by step by name, location, employee, keywords, phone and website. Ends, where nothing is found, with a new Non-NMLS entity.' },
] as const
type Way = (typeof ways)[number]['way']

/**
 * Whom a complaint is about: by one box, by a certain ID, or step by step; then to confirm.
 * @param confirm what the last button says, such as "Enter complaint"
 */
export function SubjectChooser({ confirm, onConfirm, initial = null }: { confirm: string; onConfirm: (subject: FoundSubject) => Promise<unknown>; initial?: FoundSubject | null }): ReactNode {
  const [way, setWay] = useState<Way>('quick')
  const [chosen, setChosen] = useState<FoundSubject | null>(initial)
  const [answers, setAnswers] = useState<Answers>({})
  const [creating, setCreating] = useState(false)
  const mayCreate = useMay('entity.create')

  if (chosen) return <SubjectConfirm subject={chosen} confirm={confirm} onConfirm={onConfirm} onBack={() => setChosen(null)} />
  if (creating) {
    const created = (subject: FoundSubject) => {
      setCreating(false)
      setChosen(subject)
    }
    return <CreateEntityForm clues={cluesOf(answers)} onCreated={created} onBack={() => setCreating(false)} />
  }
  return (
    <div className="stack stack--wide">
      <fieldset className="fieldset fieldset--small">
        <legend>How do you want to find the subject?</legend>
        <div>
          {ways.map(({ way: value, label, hint }) => (
            <div className="check" key={value}>
              <input id={`way-${value}`} type="radio" name="way" value={value} checked={way === value} aria-describedby={`way-${value}-hint`} onChange={() => setWay(value)} />
              <label htmlFor={`way-${value}`}>{label}</label>
              <span className="check__hint" id={`way-${value}-hint`}>
                {hint}
              </span>
            </div>
          ))}
        </div>
      </fieldset>
      {way === 'quick' ? (
        <QuickSubject
          onChoose={setChosen}
          onSearch={(name) => {
            setAnswers({ name: { name } })
            setWay('search')
          }}
        />
      ) : null}
      {way === 'id' ? <SubjectById onChoose={setChosen} /> : null}
      {way === 'search' ? <GuidedSearch answers={answers} onAnswers={setAnswers} onChoose={setChosen} onCreate={mayCreate ? () => setCreating(true) : null} /> : null}
    </div>
  )
}
