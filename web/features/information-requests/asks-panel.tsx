import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { DeclineAsk, type AskItem } from '#src/modules/information-requests/round-contract.ts'
import { refreshComplaint, requestQuery } from '../../agency/queries.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { FormDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { TextArea } from '../../ui/form/text-fields.tsx'
import { formatDate, formatMoment } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ExtendDialog } from './extend-dialog.tsx'

type Props = { request: RequestRecord; company: string }
const stateWords: Record<AskItem['state'], string> = { waiting: 'waits for your decision', granted: 'granted', declined: 'declined', withdrawn: 'withdrawn by the company', overtaken: 'overtaken: the request was answered, canceled or its complaint closed' }

/** What the company asks and waits for, with the decision in place. */
export function WaitingAsks({ request, company }: Props): ReactNode {
  const waiting = request.asks.filter((ask) => ask.state === 'waiting')
  return waiting.map((ask) => <WaitingAsk key={ask.id} ask={ask} request={request} company={company} />)
}

function WaitingAsk({ ask, request, company }: Props & { ask: AskItem }): ReactNode {
  const { timeZone, today } = useSession()
  const [dialog, setDialog] = useState<'extend' | 'decline' | null>(null)
  const isTime = ask.kind === 'more_time'
  const may = (action: string) => request.can.includes(action)
  return (
    <Notice
      tone="warning"
      title={isTime && ask.wantedOn ? `${company} asks for more time, until ${formatDate(ask.wantedOn, 'weekday', today)}` : `${company} asks to have this request sent back`}
      actions={
        <span className="row">
          {isTime && may('request.extend') ? (
            <button type="button" className="usa-button" onClick={() => setDialog('extend')}>
              Give more time
            </button>
          ) : null}
          {!isTime && may('request.send-back') ? (
            <Link className="usa-button" to="/information-requests/$id" params={{ id: request.id }} search={{ back: true }}>
              Send back
            </Link>
          ) : null}
          {may('request.decide-ask') ? (
            <button type="button" className="usa-button usa-button--outline" onClick={() => setDialog('decline')}>
              Decline
            </button>
          ) : null}
        </span>
      }
    >
      <p className="prose">{ask.reason}</p>
      <p className="muted">{`${ask.askedBy.name}, ${formatMoment(ask.askedAt, timeZone, 'weekday')}`}</p>
      {dialog === 'extend' ? <ExtendDialog request={request} company={company} ask={ask} onClose={() => setDialog(null)} /> : null}
      {dialog === 'decline' ? <DeclineDialog ask={ask} request={request} company={company} onClose={() => setDialog(null)} /> : null}
    </Notice>
  )
}

function DeclineDialog({ ask, request, company, onClose }: Props & { ask: AskItem; onClose: () => void }): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(DeclineAsk, { defaultValues: { version: ask.version, answer: '' } })
  async function decline(input: DeclineAsk) {
    const next = await api.post(`/request-asks/${ask.id}/declines`, input, RequestRecord, { idempotencyKey: key })
    queryClient.setQueryData(requestQuery(request.id).queryKey, next)
    announce('Declined')
    onClose()
    await refreshComplaint(request.complaintId, request.id)
  }
  return (
    <FormDialog title={ask.kind === 'more_time' ? `Decline more time for ${request.number}?` : `Decline to send ${request.number} back?`} submit="Decline" keep="Not now" form={form} onSubmit={decline} onClose={onClose}>
      <p>{ask.kind === 'more_time' ? 'The due date stays as it is.' : 'The answer stays as it was submitted.'}</p>
      <TextArea form={form} name="answer" label={`Why, to ${company}`} max={4_000} rows={4} hint={<AudienceHint who="sent">{`${company} reads this.`}</AudienceHint>} />
    </FormDialog>
  )
}

/** What the company asked before, and what became of it. */
export function DecidedAsks({ request }: { request: RequestRecord }): ReactNode {
  const { timeZone, today } = useSession()
  const decided = request.asks.filter((ask) => ask.state !== 'waiting')
  if (decided.length === 0) return null
  return (
    <section className="section">
      <h3 className="aside-title">What the company asked before</h3>
      <ul className="plain-list stack stack--tight">
        {decided.map((ask) => (
          <li key={ask.id}>
            <p>
              <strong>{ask.kind === 'more_time' && ask.wantedOn ? `More time, until ${formatDate(ask.wantedOn, 'short', today)}` : 'To be sent back'}</strong>
              <span className="muted">{`, ${formatMoment(ask.askedAt, timeZone)} by ${ask.askedBy.name}: ${stateWords[ask.state]}${ask.decidedBy ? ` by ${ask.decidedBy.name}` : ''}`}</span>
            </p>
            <p className="prose">{ask.reason}</p>
            {ask.answer ? <p className="prose muted">{`Your agency answered: ${ask.answer}`}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
