import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { AddedWebhook, AddWebhook, UpdateWebhook, WebhookItem, type WebhookList } from '#src/modules/integrations/webhook-contract.ts'
import { api } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { EventChoices } from './event-choices.tsx'
import { webhookQuery, webhooksKey, webhooksQuery } from './integration-queries.ts'
import { ShownOnce } from './shown-once.tsx'

const route = getRouteApi('/signed-in/integrations/webhooks/$id/edit')
const integrations = <Link key="integrations" to="/integrations">Integrations</Link>
const whatIsSent = 'Event, time, IDs and links go to this address, only about what your organization may see at that moment. No name, no text.'
const secretWords = 'With it your system checks that a message came from here. It is kept encrypted; should it be lost, make a new one.'

export function NewWebhookPage(): ReactNode {
  const session = useSession()
  const query = useQuery(webhooksQuery)
  return (
    <Page title="Add an address for events" roomy={session.kind === 'company'} narrow breadcrumb={[integrations, 'Add an address']}>
      {query.error && !query.data ? <ErrorState error={query.error} retry={query.refetch} title="The events could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={10} height={40} /> : null}
      {query.data ? <NewWebhook events={query.data.events} training={session.environment === 'training'} /> : null}
    </Page>
  )
}

function NewWebhook({ events, training }: { events: WebhookList['events']; training: boolean }): ReactNode {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [added, setAdded] = useState<AddedWebhook | null>(null)
  const form = useContractForm(AddWebhook, { defaultValues: { name: '', url: '', events: [] } })
  return (
    <>
      <Form
        form={form}
        label="Add an address"
        onSubmit={async (input) => {
          setAdded(await api.post('/webhooks', input, AddedWebhook))
          await client.invalidateQueries({ queryKey: webhooksKey })
        }}
      >
        <Section title="Your system">
          <div className="field-grid">
            <TextField form={form} name="name" label="Name" hint="By which you know it again" autoComplete="off" />
            <TextField form={form} name="url" label="Address" hint={training ? 'Begins with https://, or with http://localhost in training' : 'Begins with https://'} type="url" autoComplete="off" inputMode="url" />
          </div>
        </Section>
        <Section title="Events" hint={<AudienceHint who="sent">{whatIsSent}</AudienceHint>}>
          <EventChoices form={form} name="events" label="Tell it when" events={events} onChoose={(names) => form.setValue('events', names, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })} />
        </Section>
        <div className="row">
          <SubmitButton form={form}>Add the address</SubmitButton>
          <Link to="/integrations">Leave without adding</Link>
        </div>
      </Form>
      {added ? (
        <ShownOnce title="Store this secret now" what="secret" secret={added.secret} onClose={() => void navigate({ to: '/integrations/webhooks/$id', params: { id: added.id }, search: {} })}>
          {secretWords}
        </ShownOnce>
      ) : null}
    </>
  )
}

export function EditWebhookPage(): ReactNode {
  const session = useSession()
  const { id } = route.useParams()
  const list = useQuery(webhooksQuery)
  const one = useQuery(webhookQuery(id))
  const error = list.error ?? one.error
  return (
    <Page title="Change an address for events" roomy={session.kind === 'company'} narrow breadcrumb={[integrations, <Link key="one" to="/integrations/webhooks/$id" params={{ id }} search={{}}>{one.data?.name ?? 'Address'}</Link>, 'Change']}>
      {error && !(list.data && one.data) ? <ErrorState error={error} retry={() => Promise.all([list.refetch(), one.refetch()])} title="The address could not be loaded" /> : null}
      {!error && !(list.data && one.data) ? <Skeleton lines={10} height={40} /> : null}
      {list.data && one.data ? <EditWebhook key={id} webhook={one.data} events={list.data.events} /> : null}
    </Page>
  )
}

const fieldsOf = ({ version, name, url, events }: WebhookItem) => ({ version, name, url, events })

function EditWebhook({ webhook, events }: { webhook: WebhookItem; events: WebhookList['events'] }): ReactNode {
  const navigate = useNavigate()
  const client = useQueryClient()
  const form = useContractForm(UpdateWebhook, { defaultValues: fieldsOf(webhook) })
  const { isDirty } = form.formState
  // What a colleague changed is shown, unless something was typed here already: that is refused as stale, and stays.
  useEffect(() => {
    if (!isDirty) form.reset(fieldsOf(webhook))
  }, [form, isDirty, webhook])
  return (
    <Form
      form={form}
      label="Change the address"
      onSubmit={async (input) => {
        client.setQueryData(webhookQuery(webhook.id).queryKey, await api.put(`/webhooks/${webhook.id}`, input, WebhookItem))
        await client.invalidateQueries({ queryKey: webhooksKey })
        announce('The address was changed')
        await navigate({ to: '/integrations/webhooks/$id', params: { id: webhook.id }, search: {} })
      }}
    >
      <Section title="Your system">
        <div className="field-grid">
          <TextField form={form} name="name" label="Name" hint="By which you know it again" autoComplete="off" />
          <TextField form={form} name="url" label="Address" hint="With another address, failures are counted anew" type="url" autoComplete="off" inputMode="url" />
        </div>
      </Section>
      <Section title="Events" hint={<AudienceHint who="sent">{whatIsSent}</AudienceHint>}>
        <EventChoices form={form} name="events" label="Tell it when" events={events} onChoose={(names) => form.setValue('events', names, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })} />
      </Section>
      <div className="row">
        <SubmitButton form={form}>Save the address</SubmitButton>
        <Link to="/integrations/webhooks/$id" params={{ id: webhook.id }} search={{}}>
          Leave without changing
        </Link>
      </div>
    </Form>
  )
}
