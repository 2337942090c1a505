import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { announce } from '../../../ui/live-region.tsx'
import { actingPoc } from '../components/acting.ts'
import { StickyBar } from '../../../ui/sticky-bar.tsx'

/** The actions of the answer. Only the Company POC has Submit; the others read who has it. `unsaved`: why leaving was held back. */
export function AnswerBar({ record, formId, unfinished, busy, unsaved, onLeave, onPass }: { record: ReceivedRequestRecord; formId: string; unfinished: number; busy: boolean; unsaved: string; onLeave: () => void; onPass: (where: 'hand-over' | 'return') => void }): ReactNode {
  const { agency } = record.complaint
  const poc = actingPoc(record.complaint)
  const maySubmit = record.can.includes('response.submit')
  const notUp = unfinished === 1 ? '1 file is not up yet.' : `${String(unfinished)} files are not up yet.`
  const blocked = unfinished > 0
  return (
    <StickyBar
      note={
        unsaved ? (
          <span className="late" role="alert">
            Your last changes are not saved, so you are still here. {unsaved}
          </span>
        ) : maySubmit ? (
          <>
            {blocked ? <span id="answer-blocked">{notUp} You can submit when {unfinished === 1 ? 'it is, or remove it' : 'they are, or remove them'}.</span> : null}
            <span>After you submit, the answer cannot be changed.</span>
          </>
        ) : (
          <>
            <span>{poc ? `Only ${poc.name}${record.complaint.deputy ? `, deputy of the Company POC,` : ', the Company POC,'} can submit to the agency.` : 'Only the Company POC can submit to the agency, and nobody is named yet.'} Your draft is saved for them.</span>
            {blocked ? <span>{notUp}</span> : null}
          </>
        )
      }
    >
      {maySubmit ? (
        <button
          type="submit"
          form={formId}
          className="usa-button main-action"
          aria-disabled={blocked || busy}
          aria-describedby={blocked ? 'answer-blocked' : undefined}
          onClick={(event) => {
            if (!blocked && !busy) return
            event.preventDefault()
            if (blocked) announce(`${notUp} You cannot submit yet.`)
          }}
        >
          {record.acknowledgeOnly ? 'Acknowledge receipt' : `Submit to ${agency.shortName}…`}
        </button>
      ) : null}
      {record.can.includes('response.hand-over') && poc ? (
        <button type="button" className="usa-button main-action" aria-disabled={blocked || busy} onClick={() => (blocked ? announce(`${notUp} You cannot hand it over yet.`) : busy ? undefined : onPass('hand-over'))}>
          Hand to {poc.name}…
        </button>
      ) : null}
      {record.can.includes('response.return') ? (
        <button type="button" className="usa-button usa-button--outline" disabled={busy} onClick={() => onPass('return')}>
          Return to the drafter…
        </button>
      ) : null}
      <Link
        to="/received/$id"
        params={{ id: record.complaintId }}
        onClick={(event) => {
          // Leaves once all is saved; a new tab needs no waiting.
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          onLeave()
        }}
      >
        Save and leave
      </Link>
    </StickyBar>
  )
}
