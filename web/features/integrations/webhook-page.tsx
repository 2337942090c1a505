import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { NewWebhookSecret, TestSent, WebhookItem } from '#src/modules/integrations/webhook-contract.ts'
import { api } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/tag.tsx'
import { DeliveryLog } from './delivery-log.tsx'
import { webhookStates } from './delivery-words.ts'
import { webhookQuery, webhooksKey, webhooksQuery } from './integration-queries.ts'
import { ShownOnce } from './shown-once.tsx'

const route = getRouteApi('/signed-in/integrations/webhooks/$id')
const integrations = <Link key="integrations" to="/integrations">Integrations</Link>

type Open = { act: 'pause' | 'remove' | 'renew' } | { act: 'shown'; secret: string; until: string } | null

/** One address: its state, what it is told, and the log of what was sent. */
export function WebhookPage(): ReactNode {
  const { id } = route.useParams()
  const session = useSession()
  const query = useQuery(webhookQuery(id))
  if (query.data) return <Loaded webhook={query.data} />
  return (
    <Page title="Address for events" roomy={session.kind === 'company'} breadcrumb={[integrations, 'Address']}>
      {query.error ? <ErrorState error={query.error} retry={query.refetch} title="The address could not be loaded" /> : <Skeleton lines={10} height={40} />}
    </Page>
  )
}

function Loaded({ webhook }: { webhook: WebhookItem }): ReactNode {
  const { id } = webhook
  const { kind, timeZone } = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const choices = useQuery(webhooksQuery)
  const [open, setOpen] = useState<Open>(null)
  const [problem, setProblem] = useState('')
  const state = webhookStates[webhook.state]
  const off = webhook.state === 'paused' || webhook.state === 'switched_off'
  const close = () => setOpen(null)
  const refresh = () => client.invalidateQueries({ queryKey: webhooksKey })

  async function act(work: () => Promise<unknown>, words: string) {
    setProblem('')
    try {
      await work()
      announce(words)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    await refresh()
  }
  const switchTo = (path: 'pauses' | 'resumptions') => api.post(`/webhooks/${id}/${path}`, { version: webhook.version }, WebhookItem)

  return (
    <Page
      title={webhook.name}
      tags={<Tag tone={state.tone}>{state.label}</Tag>}
      roomy={kind === 'company'}
      focusKey={id}
      breadcrumb={[integrations, webhook.name]}
      actions={
        <>
          <button type="button" className="usa-button usa-button--outline" onClick={() => void act(() => api.post(`/webhooks/${id}/tests`, {}, TestSent), 'A test event is on its way')}>
            Send a test event
          </button>
          <MenuButton label="Actions">
            <Link to="/integrations/webhooks/$id/edit" params={{ id }}>
              Change name, address or events
            </Link>
            <button type="button" onClick={() => setOpen({ act: 'renew' })}>
              Make a new secret
            </button>
            {off ? null : (
              <button type="button" onClick={() => setOpen({ act: 'pause' })}>
                Pause
              </button>
            )}
            <button type="button" onClick={() => setOpen({ act: 'remove' })}>
              Remove
            </button>
          </MenuButton>
        </>
      }
      top={
        <>
          {problem ? <Notice tone="error">{problem}</Notice> : null}
          <StateNotice webhook={webhook} timeZone={timeZone} onResume={() => void act(() => switchTo('resumptions'), 'The address is on again')} />
        </>
      }
      aside={
        <section className="stack stack--tight">
          <h2 className="aside-title">This address</h2>
          <Facts
            items={[
              { label: 'Sent to', value: <span className="wrap-anywhere">{webhook.url}</span> },
              { label: 'Told of', value: <EventsTold names={webhook.events} labelOf={(name) => choices.data?.events.find((one) => one.name === name)?.label ?? name} /> },
              { label: 'Added', value: formatMoment(webhook.createdAt, timeZone) },
              ...(webhook.formerSecretUntil !== null && new Date(webhook.formerSecretUntil) > new Date() ? [{ label: 'Also signed with the former secret', value: `until ${formatMoment(webhook.formerSecretUntil, timeZone)}` }] : []),
            ]}
          />
          <p className="muted small">Messages are signed by the Standard Webhooks specification. Each is tried again for three days until your system answers with a code from 200 to 299 within 10 seconds.</p>
        </section>
      }
    >
      <DeliveryLog webhook={webhook} />
      {open?.act === 'pause' ? (
        <ConfirmDialog
          title={`Pause ${webhook.name}?`}
          confirm="Pause it"
          keep="Leave it on"
          onClose={close}
          onConfirm={async () => {
            await switchTo('pauses')
            close()
            await refresh()
          }}
        >
          <p>Nothing is sent until it is switched on again. What happens meanwhile is kept for 30 days and can be sent then.</p>
        </ConfirmDialog>
      ) : null}
      {open?.act === 'remove' ? (
        <ConfirmDialog
          title={`Remove ${webhook.name}?`}
          confirm="Remove the address"
          danger
          onClose={close}
          onConfirm={async () => {
            await api.delete(`/webhooks/${id}`)
            announce('The address was removed')
            await navigate({ to: '/integrations' })
            await client.invalidateQueries({ queryKey: webhooksQuery.queryKey })
          }}
        >
          <p>Nothing is sent to it any more, and its log goes with it. That cannot be undone.</p>
        </ConfirmDialog>
      ) : null}
      {open?.act === 'renew' ? (
        <ConfirmDialog
          title="Make a new secret?"
          confirm="Make a new secret"
          keep="Keep the old one"
          onClose={close}
          onConfirm={async () => {
            const { secret, formerUntil } = await api.post(`/webhooks/${id}/secrets`, {}, NewWebhookSecret)
            setOpen({ act: 'shown', secret, until: formerUntil })
            await refresh()
          }}
        >
          <p>For 24 hours messages are signed with both, so that you can change your system in peace. After that the old one is worth nothing.</p>
        </ConfirmDialog>
      ) : null}
      {open?.act === 'shown' ? (
        <ShownOnce title="Store this secret now" what="secret" secret={open.secret} onClose={close}>
          Enter it in your system before {formatMoment(open.until, timeZone)}.
        </ShownOnce>
      ) : null}
    </Page>
  )
}

/** Dozens would push all else away. */
function EventsTold({ names, labelOf }: { names: readonly string[]; labelOf: (name: string) => string }): ReactNode {
  const list = (
    <ul className="plain-list">
      {names.map((name) => (
        <li key={name}>{labelOf(name)}</li>
      ))}
    </ul>
  )
  return names.length <= 4 ? (
    list
  ) : (
    <details>
      <summary>{names.length} events</summary>
      {list}
    </details>
  )
}

function StateNotice({ webhook, timeZone, onResume }: { webhook: WebhookItem; timeZone: string; onResume: () => void }): ReactNode {
  const since = webhook.since === null ? '' : formatMoment(webhook.since, timeZone)
  const resume = (
    <button type="button" className="usa-button" onClick={onResume}>
      Switch it on
    </button>
  )
  switch (webhook.state) {
    case 'working':
      return null
    case 'failing':
      return (
        <Notice tone="warning" title={`Your system has not taken anything since ${since}`}>
          It is tried again by itself, for three days; then the address is switched off and your Account Administrators are told.
        </Notice>
      )
    case 'paused':
      return (
        <Notice tone="info" title={`Paused since ${since}`} actions={resume}>
          What happens is kept for 30 days. Once it is on, send it from the log.
        </Notice>
      )
    case 'switched_off':
      return (
        <Notice tone="error" title={`Switched off on ${since}, after three days of failures`} actions={resume}>
          What happens is kept for 30 days. Mend your system, try it with a test event, switch the address on and send what failed from the log.
        </Notice>
      )
  }
}
