import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { z } from 'zod'
import { AssignPoc, ReceivedRecord } from '#src/modules/information-requests/contract.ts'
import { api, ApiProblem, newIdempotencyKey } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { RadioGroup } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { candidatesQuery, receivedKey, receivedQuery, tasksKey } from '../../../company/queries.ts'
import { Loaded } from '../components/loaded.tsx'
import { nextRequest, openRequests } from '../components/next-request.ts'
import type { Received } from '../components/use-received.ts'
import '../received.scss'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The record is opened because its POC was just assigned; it then says so. */
    pocAssigned?: boolean
  }
}

const route = getRouteApi('/signed-in/received/$id/point-of-contact')

/** The contract's own words for an ID would mean nothing to a person who chose nobody. */
const Choice = AssignPoc.extend({ userId: z.string({ error: 'Choose who is the Point of Contact.' }).min(1, 'Choose who is the Point of Contact.') })

/** Who answers this complaint for the company. */
export function AssignPointOfContact(): ReactNode {
  const { id } = route.useParams()
  const query = useQuery(receivedQuery(id))
  return (
    <Loaded query={query} title="Assign Point of Contact">
      {(record) => <AssignPage record={record} />}
    </Loaded>
  )
}

function AssignPage({ record }: { record: Received }): ReactNode {
  const { companyPoc, number, id } = record
  const title = companyPoc ? 'Reassign Point of Contact' : 'Assign Point of Contact'
  return (
    <Page
      title={`${title}: ${number}`}
      heading={
        <>
          {title}: <span className="nowrap">{number}</span>
        </>
      }
      breadcrumb={[
        <Link to="/received">Complaints</Link>,
        <Link to="/received/$id" params={{ id }}>
          {number}
        </Link>,
        'Point of Contact',
      ]}
      aside={<WhatPocDoes agency={record.agency.shortName} />}
      roomy
    >
      <Section title="The complaint">
        <About record={record} />
      </Section>
      <Section title={companyPoc ? 'New Point of Contact' : 'Point of Contact'} hint={<AudienceHint who="sent">That person is told by e-mail. {record.agency.shortName} sees the name.</AudienceHint>}>
        {record.can.includes('received.assign-poc') ? <Choose record={record} /> : <NotYours record={record} />}
      </Section>
    </Page>
  )
}

function About({ record }: { record: Received }): ReactNode {
  const { today, timeZone } = useSession()
  const { content, agency } = record
  const open = content ? openRequests(content.requests) : []
  const next = content ? nextRequest(content.requests) : undefined
  return (
    <div className="received-facts">
      <Facts
        items={[
          { label: 'ID', value: <strong>{record.number}</strong> },
          { label: 'Agency', value: agency.name },
          { label: 'Received', value: formatDate(todayIn(timeZone, record.deliveredAt), 'year') },
          { label: 'About', value: content ? (content.subject.branch ?? content.subject.individual ?? content.subject.name) : null },
          { label: 'Complainant', value: content?.complainant ? `${content.complainant.firstName} ${content.complainant.lastName}`.trim() : null },
          { label: 'To answer', value: next ? `${String(open.length)} ${open.length === 1 ? 'request' : 'requests'}, the first due ${formatDate(next.dueOn, 'weekday', today)}` : null },
          { label: 'Point of Contact', value: record.companyPoc ? `${record.companyPoc.name} now` : 'Nobody yet' },
        ]}
      />
      {content ? null : <p className="muted received-gap">You see no more than this, because your account has no complaints access. You may still say who answers.</p>}
    </div>
  )
}

function WhatPocDoes({ agency }: { agency: string }): ReactNode {
  return (
    <section>
      <h2 className="aside-title">What the Point of Contact does</h2>
      <ul className="bullets">
        <li>Submits your company’s answers to {agency}. Nobody else can.</li>
        <li>Writes answers, or reads what colleagues wrote.</li>
        <li>Sees every restricted answer of this complaint.</li>
        <li>Gets the agency’s e-mails about it.</li>
      </ul>
      <p className="received-gap">Other colleagues who manage complaints can still write and add files. You can choose another person at any time until the complaint is closed.</p>
    </section>
  )
}

function NotYours({ record }: { record: Received }): ReactNode {
  return (
    <Notice tone="info" title={record.companyPoc ? `${record.companyPoc.name} is the Point of Contact` : 'Nobody is assigned yet'}>
      {record.status === 'closed' ? `The complaint is ${record.canceledAt ? 'canceled' : 'closed'}, so this can no longer be changed.` : 'Your Complaints Contact or an Account Administrator chooses the Point of Contact.'}
    </Notice>
  )
}

function Choose({ record }: { record: Received }): ReactNode {
  const { user } = useSession()
  const candidates = useQuery(candidatesQuery(record.id))
  if (candidates.isPending) return <Skeleton lines={5} height={14} label="Loading your colleagues" />
  if (candidates.error && !candidates.data) return <ErrorState error={candidates.error} retry={candidates.refetch} title="Your colleagues could not be loaded" />
  const choices = candidates.data.items
    .filter((person) => person.id !== record.companyPoc?.id)
    .map((person) => ({ value: person.id, label: person.id === user.id ? `${person.name} (you)` : person.name, hint: [person.title, workload(person.openComplaints)].filter(Boolean).join(' · ') }))
  if (choices.length === 0)
    return (
      <EmptyState title={record.companyPoc ? 'No other colleague may manage complaints.' : 'No colleague may manage complaints yet.'}>
        A Point of Contact needs an account with the complaints access Manage. An Account Administrator gives it.
      </EmptyState>
    )
  return <ChooseForm record={record} choices={choices} />
}

function ChooseForm({ record, choices }: { record: Received; choices: readonly { value: string; label: string; hint: string }[] }): ReactNode {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { companyPoc, id, version } = record
  const form = useContractForm(Choice, { defaultValues: { version, userId: '' } })
  // Somebody else assigned meanwhile: what is sent next is based on what is shown now.
  useEffect(() => form.setValue('version', version), [form, version])

  async function assign(input: z.infer<typeof Choice>) {
    try {
      client.setQueryData(receivedQuery(id).queryKey, await api.post(`/received-complaints/${id}/points-of-contact`, input, ReceivedRecord, { idempotencyKey: newIdempotencyKey() }))
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.code === 'stale_version') await client.invalidateQueries({ queryKey: receivedKey })
      throw problem
    }
    announce(`${choices.find((choice) => choice.value === input.userId)?.label ?? 'Your colleague'} is now the Point of Contact`)
    void client.invalidateQueries({ queryKey: receivedKey })
    void client.invalidateQueries({ queryKey: tasksKey })
    void client.invalidateQueries({ queryKey: ['session'] })
    await navigate({ to: '/received/$id', params: { id }, state: { pocAssigned: true } })
  }

  return (
    <Form form={form} onSubmit={assign} label="Point of Contact">
      {companyPoc ? (
        <Notice tone="warning" title={`${companyPoc.name} loses the restricted answers`}>
          {companyPoc.name} can no longer read or submit restricted answers of this complaint. The new Point of Contact can. Other answers stay readable for both.
        </Notice>
      ) : null}
      <RadioGroup form={form} name="userId" label="Choose a colleague" hint="Colleagues with the complaints access Manage" options={choices} />
      <div className="row">
        <SubmitButton form={form}>{companyPoc ? 'Reassign' : 'Assign Point of Contact'}</SubmitButton>
        <Link to="/received/$id" params={{ id }}>
          Leave without assigning
        </Link>
      </div>
    </Form>
  )
}

function workload(open: number): string {
  if (open === 0) return 'No open complaint'
  return open === 1 ? '1 open complaint' : `${open.toLocaleString('en-US')} open complaints`
}
