import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { TestSent, WebhookItem } from '#src/modules/integrations/webhook-contract.ts'
import { api } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, useKeptFocus } from '../../ui/page.tsx'
import { Tag } from '../../ui/tag.tsx'
import { DeliveryLog } from './delivery-log.tsx'
import { webhookStates } from './delivery-words.ts'
import { webhookQuery, webhooksKey, webhooksQuery } from './integration-queries.ts'
import { WebhookDialog, type WebhookAsking } from './webhook-dialogs.tsx'

const route = getRouteApi('/signed-in/integrations/webhooks/$id')
const integrations = <Link key="integrations" to="/integrations">Integrations</Link>

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
  const choices = useQuery(webhooksQuery)
  const [asking, setAsking] = useState<WebhookAsking | null>(null)
  const [isWorking, setWorking] = useState(false)
  const [problem, setProblem] = useState('')
  const state = webhookStates[webhook.state]
  const off = webhook.state === 'paused' || webhook.state === 'switched_off'
  useKeptFocus()

  async function act(work: () => Promise<unknown>, words: string) {
    if (isWorking) {
      announce('Still working')
      return
    }
    setProblem('')
    setWorking(true)
    try {
      await work()
      announce(words)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    await client.invalidateQueries({ queryKey: webhooksKey })
    setWorking(false)
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
          <button type="button" className="usa-button usa-button--outline" aria-disabled={isWorking} onClick={() => void act(() => api.post(`/webhooks/${id}/tests`, {}, TestSent), 'A test event is on its way')}>
            Send a test event
          </button>
          <MenuButton label="Actions">
            <Link to="/integrations/webhooks/$id/edit" params={{ id }}>
              Change name, address or events
            </Link>
            <button type="button" onClick={() => setAsking({ act: 'renew' })}>
              Make a new secret
            </button>
            {off ? null : (
              <button type="button" onClick={() => setAsking({ act: 'pause' })}>
                Pause
              </button>
            )}
            <button type="button" onClick={() => setAsking({ act: 'remove' })}>
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
      {asking ? <WebhookDialog webhook={webhook} asking={asking} pause={() => switchTo('pauses')} onAsk={setAsking} /> : null}
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
