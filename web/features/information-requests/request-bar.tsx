import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { complaintQuery, refreshComplaint, requestQuery } from '../../agency/queries.ts'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/live-region.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { CancelDialog } from './cancel-dialog.tsx'
import { ExtendDialog } from './extend-dialog.tsx'
import { RemindButton } from './reminders.tsx'
import { RemoveDialog } from './remove-dialog.tsx'

/** What this person may do with the request now, and what each side will see of it. */
export function RequestBar({ request, company, isCurrent }: { request: RequestRecord; company: string; isCurrent: boolean }): ReactNode {
  const [dialog, setDialog] = useState<'cancel' | 'remove' | 'extend' | null>(null)
  const may = (action: string) => request.can.includes(action)
  const close = () => setDialog(null)
  if (request.status === 'sent_to_agency') return isCurrent && may('request.quick-look') ? <QuickLookBar request={request} /> : null
  if (may('request.cancel'))
    return (
      <>
        <StickyBar note={<AudienceHint who="sent">{`${company} is told that a canceled request needs no answer`}</AudienceHint>}>
          {may('request.remind') ? <RemindButton request={request} company={company} /> : null}
          {may('request.extend') ? (
            <button type="button" className="usa-button usa-button--outline" onClick={() => setDialog('extend')}>
              Extend due date
            </button>
          ) : null}
          <button type="button" className="usa-button usa-button--outline" onClick={() => setDialog('cancel')}>
            Cancel request
          </button>
        </StickyBar>
        {dialog === 'extend' ? <ExtendDialog request={request} company={company} onClose={close} /> : null}
        {dialog === 'cancel' ? <CancelDialog request={request} company={company} onClose={close} /> : null}
      </>
    )
  if (!may('request.update') && !may('request.send')) return null
  return (
    <>
      <StickyBar note={<AudienceHint who="own">{`${company} sees nothing of it until you send it`}</AudienceHint>}>
        {may('request.send') ? (
          <Link className="usa-button" to="/complaints/$id/send" params={{ id: request.complaintId }}>
            Send
          </Link>
        ) : null}
        {may('request.update') ? (
          <>
            <Link className="usa-button usa-button--outline" to="/information-requests/$id" params={{ id: request.id }} search={{ edit: true }}>
              Edit
            </Link>
            <button type="button" className="link-button link-button--danger" onClick={() => setDialog('remove')}>
              Remove
            </button>
          </>
        ) : null}
      </StickyBar>
      {dialog === 'remove' ? <RemoveDialog request={request} onClose={close} /> : null}
    </>
  )
}

function QuickLookBar({ request }: { request: RequestRecord }): ReactNode {
  const { timeZone } = useSession()
  const [working, setWorking] = useState(false)
  const [problem, setProblem] = useState('')
  const complaint = useQuery(complaintQuery(request.complaintId)).data
  const mayAdd = complaint?.can.includes('request.add') ?? false
  const { quickLook } = request
  const button = useRef<HTMLButtonElement>(null)
  const pressed = useRef(false)

  // The pressed button makes room for its opposite: the focus goes there instead of getting lost.
  const done = quickLook !== null
  useEffect(() => {
    if (!pressed.current) return
    pressed.current = false
    button.current?.focus()
  }, [done])

  async function change(act: () => Promise<RequestRecord | null>, said: string) {
    if (working) return
    setWorking(true)
    setProblem('')
    pressed.current = true
    try {
      const next = await act()
      if (next) queryClient.setQueryData(requestQuery(request.id).queryKey, next)
      announce(said)
    } catch (error) {
      pressed.current = false
      setProblem(sentenceOf(error))
    } finally {
      setWorking(false)
      await refreshComplaint(request.complaintId, request.id)
    }
  }
  const mark = () => change(() => api.post(`/information-requests/${request.id}/quick-looks`, { version: request.version }, RequestRecord), 'Quick Look complete')
  const undo = () =>
    change(async () => {
      await api.delete(`/information-requests/${request.id}/quick-looks`, undefined, { search: { version: request.version } })
      return null
    }, 'Quick Look undone')

  return (
    <StickyBar note={<AudienceHint who="shared">Quick Look: agencies only; can be undone</AudienceHint>}>
      {quickLook ? (
        <>
          <span className="row">
            <Icon name="check_circle" className="good" size={1.25} />
            <span>{`Quick Look complete: ${quickLook.by.name}, ${formatMoment(quickLook.at, timeZone)}`}</span>
          </span>
          <button ref={button} type="button" className="usa-button usa-button--quiet" aria-disabled={working} onClick={() => void undo()}>
            Undo
          </button>
          <Link className="usa-button" to="/complaints/$id" params={{ id: request.complaintId }}>
            {complaint ? `Back to ${complaint.number}` : 'Back to the complaint'}
          </Link>
        </>
      ) : (
        <button ref={button} type="button" className="usa-button" aria-disabled={working} onClick={() => void mark()}>
          <Icon name="check" />
          Quick Look Complete
        </button>
      )}
      {request.can.includes('request.send-back') ? (
        <Link className="usa-button usa-button--outline" to="/information-requests/$id" params={{ id: request.id }} search={{ back: true }}>
          Send back
        </Link>
      ) : null}
      {mayAdd ? (
        <Link to="/complaints/$id/information-requests/new" params={{ id: request.complaintId }}>
          Add a new request
        </Link>
      ) : null}
      <span role="alert" className="late">
        {problem}
      </span>
    </StickyBar>
  )
}
