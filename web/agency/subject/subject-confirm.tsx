import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { FoundSubject } from '#src/modules/complaints/subject-contract.ts'
import { sentenceOf } from '../../ui/error-state.tsx'
import { Facts } from '../../ui/facts.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { countWords } from '../complaint-words.ts'
import { KindTag } from './subject-results.tsx'
import { kindWords } from './subject-queries.ts'

const standingWords: Record<FoundSubject['standing'], string> = {
  confirmed: 'Listed in NMLS',
  to_be_confirmed: 'To be confirmed: an import of complaints named it, and NMLS has no company that is certainly the same',
  delisted: 'NMLS no longer lists it. The complaint can still be entered',
  entity: 'Not in NMLS. Every agency tracks it; information requests cannot be sent to it',
}

/** The one that was chosen, in full, and the button that takes it. */
export function SubjectConfirm({ subject, confirm, onConfirm, onBack }: { subject: FoundSubject; confirm: string; onConfirm: (subject: FoundSubject) => Promise<unknown>; onBack: () => void }): ReactNode {
  const [problem, setProblem] = useState('')
  const [working, setWorking] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])

  async function go() {
    if (working) {
      announce('Still working')
      return
    }
    setProblem('')
    setWorking(true)
    try {
      await onConfirm(subject)
    } catch (error) {
      setProblem(sentenceOf(error))
    } finally {
      setWorking(false)
    }
  }

  return (
    <section className="stack" aria-labelledby="subject-confirm">
      <h2 id="subject-confirm" ref={heading} tabIndex={-1}>
        Is this whom the complaint is about?
      </h2>
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      <div className="panel">
        <div className="panel__head row">
          <strong>{subject.name}</strong>
          <KindTag subject={subject} />
        </div>
        <div className="panel__body">
          <Facts
            items={[
              { label: 'Kind', value: kindWords[subject.kind] },
              { label: 'Company', value: subject.companyName },
              { label: 'IDs', value: <span className="num">{[subject.number, subject.nmlsId ? `NMLS ${subject.nmlsId}` : ''].filter(Boolean).join(' · ')}</span> },
              { label: 'Address', value: subject.address },
              { label: 'Phone', value: subject.phone },
              { label: 'Website', value: subject.website },
              { label: 'Standing', value: standingWords[subject.standing] },
              { label: 'Licenses', value: subject.licences.join(' · ') },
              { label: 'Open complaints', value: `${countWords(subject.openComplaints)} at all agencies` },
              { label: 'Found by', value: subject.why.join(' · ') },
            ]}
          />
        </div>
      </div>
      <div className="row">
        <button type="button" className="usa-button" aria-disabled={working} onClick={() => void go()}>
          {working ? 'Working…' : confirm}
        </button>
        <button type="button" className="usa-button usa-button--outline" onClick={onBack}>
          No, choose another
        </button>
      </div>
    </section>
  )
}
