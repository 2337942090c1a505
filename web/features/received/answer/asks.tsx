import { useState, type ReactNode } from 'react'
import type { AnswerWork } from '#src/modules/information-requests/answer-contract.ts'
import { MakeAsk } from '#src/modules/information-requests/answer-contract.ts'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog, FormDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { formatDate, formatMoment } from '../../../ui/format-date.ts'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { DateField, TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Section } from '../../../ui/page.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useChangeWork } from './use-work.ts'

type Ask = AnswerWork['asks'][number]
type Kind = Ask['kind']

/** What the company asked of the agency about this request, and asking. */
export function Asks({ record, work }: { record: ReceivedRequestRecord; work: AnswerWork }): ReactNode {
  const { timeZone, today } = useSession()
  const [asking, setAsking] = useState<Kind | null>(null)
  const [withdrawing, setWithdrawing] = useState<Ask | null>(null)
  const change = useChangeWork(record.id)
  const { agency } = record.complaint
  const mayWithdraw = record.can.includes('response.ask')
  if (work.asks.length === 0 && work.canAsk.length === 0) return null
  return (
    <Section title={`What you asked of ${agency.shortName}`} level={3} hint={<AudienceHint who="shared">{agency.name} reads what you ask and answers it.</AudienceHint>}>
      {work.asks.length > 0 ? (
        <ul className="plain-list comments">
          {work.asks.map((ask) => (
            <li key={ask.id}>
              <p className="row">
                <strong>{ask.kind === 'more_time' && ask.wantedOn ? `More time, until ${formatDate(ask.wantedOn, 'weekday', today)}` : 'To have the request sent back'}</strong>
                <StateTag state={ask.state} />
                {ask.state === 'waiting' && mayWithdraw ? (
                  <button type="button" className="usa-button usa-button--quiet usa-button--small" onClick={() => setWithdrawing(ask)}>
                    Withdraw
                  </button>
                ) : null}
              </p>
              <p className="muted small">
                {ask.askedBy.name}, {formatMoment(ask.askedAt, timeZone)}
              </p>
              <p className="prose">{ask.reason}</p>
              {ask.answer ? (
                <blockquote className="prose quoted">
                  {ask.answer}
                  <footer className="muted small">
                    {ask.decidedBy?.name ?? agency.shortName}
                    {ask.decidedAt ? `, ${formatMoment(ask.decidedAt, timeZone)}` : ''}
                  </footer>
                </blockquote>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {work.canAsk.length > 0 ? (
        <div className="row">
          {work.canAsk.map((kind) => (
            <button key={kind} type="button" className="usa-button usa-button--outline" onClick={() => setAsking(kind)}>
              {kind === 'more_time' ? 'Request more time…' : 'Request to be sent back…'}
            </button>
          ))}
        </div>
      ) : null}
      {asking ? <AskDialog key={asking} record={record} kind={asking} onClose={() => setAsking(null)} /> : null}
      {withdrawing ? (
        <ConfirmDialog
          title="Withdraw this?"
          confirm="Withdraw"
          onClose={() => setWithdrawing(null)}
          onConfirm={async () => {
            await change.post(`asks/${withdrawing.id}/withdrawals`, { version: withdrawing.version })
            announce('Withdrawn')
            setWithdrawing(null)
          }}
        >
          {agency.name} is told that it need not decide any more. You can ask again later.
        </ConfirmDialog>
      ) : null}
    </Section>
  )
}

function AskDialog({ record, kind, onClose }: { record: ReceivedRequestRecord; kind: Kind; onClose: () => void }): ReactNode {
  const { today } = useSession()
  const change = useChangeWork(record.id)
  const { agency } = record.complaint
  const form = useContractForm(MakeAsk, { defaultValues: kind === 'more_time' ? { kind, reason: '', wantedOn: '' } : { kind, reason: '' }, memoryKey: `ask:${kind}:${record.id}` })
  return (
    <FormDialog
      title={kind === 'more_time' ? `Request more time for ${record.number}` : `Request that ${record.number} is sent back`}
      submit={`Send to ${agency.shortName}`}
      keep="Do not ask"
      form={form}
      onClose={onClose}
      onSubmit={async (input) => {
        await change.post('asks', input)
        announce(`${agency.shortName} was asked`)
        form.reset({ ...input, reason: '' })
        onClose()
      }}
    >
      <p>
        {kind === 'more_time'
          ? `The answer is due ${formatDate(record.dueOn, 'weekday', today)}. Until the agency agrees, that date stays.`
          : 'If the agency agrees, the request comes back with a new due date and you write another answer. What you sent stays as it is.'}
      </p>
      {kind === 'more_time' ? <DateField form={form} name="wantedOn" label="New due date that you ask for" min={record.dueOn} /> : null}
      <TextArea form={form} name="reason" label="Why" max={4_000} rows={4} hint={`Read by ${agency.name}.`} />
    </FormDialog>
  )
}

function StateTag({ state }: { state: Ask['state'] }): ReactNode {
  switch (state) {
    case 'waiting':
      return <Tag tone="blue">The agency decides</Tag>
    case 'granted':
      return <Tag tone="green">Granted</Tag>
    case 'declined':
      return <Tag tone="outlined">Declined</Tag>
    case 'withdrawn':
      return <Tag tone="outlined">Withdrawn</Tag>
    case 'overtaken':
      return <Tag tone="outlined">No longer needed</Tag>
  }
}
