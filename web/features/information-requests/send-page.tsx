import { useQuery, useSuspenseQueries } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { addDays } from '#src/kernel/calendar.ts'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { RequestList, type RequestItem } from '#src/modules/information-requests/contract.ts'
import { companyWord, excerpt } from '../../agency/complaint-words.ts'
import { colleaguesQuery, complaintQuery, documentsQuery, refreshComplaint, requestsQuery, sendingDefaultsQuery } from '../../agency/queries.ts'
import { enrollmentQuery } from '../../agency/enrollment.ts'
import { ComplaintFiles } from '../../agency/stored-files.tsx'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { CheckField, CheckGroup } from '../../ui/form/choice-fields.tsx'
import { forgetTyped, useContractForm } from '../../ui/form/contract-form.ts'
import { Fieldset } from '../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { DateField, TextArea, TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { atFormFields, requestProblem, sendForm, sendingOf, startOf, type SendOutput } from './send-form.ts'
import { WhoGetsThis } from './who-gets-this.tsx'
import { WhatTheCompanySees } from './what-the-company-sees.tsx'
import './information-requests.scss'

const route = getRouteApi('/signed-in/complaints/$id/send')
const formId = 'send-requests'

export function SendPage(): ReactNode {
  const { id } = route.useParams()
  const [{ data: record }, { data: requests }] = useSuspenseQueries({ queries: [complaintQuery(id), requestsQuery(id)] })
  if (!record.can.includes('request.send')) return <Navigate to="/complaints/$id" params={{ id }} replace />
  const ready = requests.items.filter((request) => request.status === 'ready_to_send')
  if (ready.length === 0) return <NothingToSend record={record} />
  return <Sending key={id} record={record} ready={ready} />
}

function Sending({ record, ready }: { record: ComplaintRecord; ready: readonly RequestItem[] }): ReactNode {
  const { id } = record
  const { today, user } = useSession()
  const navigate = useNavigate()
  const [key] = useState(newIdempotencyKey)
  const [pending, setPending] = useState(0)
  const [{ data: defaults }] = useSuspenseQueries({ queries: [sendingDefaultsQuery(id)] })
  const companyId = record.subject?.companyId ?? ''
  const enrollment = useQuery({ ...enrollmentQuery(companyId), enabled: companyId !== '' && record.subject?.enrollment !== 'complete' }).data
  const enrolls = enrollment?.can.includes('enroll') ?? false
  const schema = useMemo(() => sendForm(today, enrolls), [today, enrolls])
  const restricted = record.detail?.complainant?.restricted ?? false
  const memoryKey = `send-${id}-${ready.map((request) => request.id).join()}`
  const form = useContractForm(schema, { defaultValues: startOf(ready, defaults.dueOn, !restricted), memoryKey })
  const documents = useQuery(documentsQuery(id)).data?.items ?? []
  const colleagues = useQuery(colleaguesQuery).data?.items.filter((person) => person.complaintsRole !== 'viewer' && person.id !== record.agencyPoc?.id) ?? []
  const introductions = documents.filter((document) => document.purpose === 'introduction' && document.state === 'stored' && document.canRemove)
  const [chosen, shares, bulkDueOn] = useWatch({ control: form.control, name: ['requests', 'shareNarrative', 'bulkDueOn'] })
  const count = chosen.filter((request) => request.chosen).length
  const companyName = record.subject?.name ?? 'the company'
  const company = companyWord(companyName)
  const earlier = record.detail?.narrativeShared ?? false

  async function send(output: SendOutput) {
    if (pending > 0) throw new Error('Wait until the files are uploaded, or remove them. Then send the requests.')
    try {
      await api.post(`/complaints/${id}/sendings`, sendingOf(output, introductions.map((document) => document.id), enrolls), RequestList, { idempotencyKey: key })
    } catch (error) {
      throw atFormFields(error, output)
    }
    forgetTyped(memoryKey)
    announce(`Sent to ${companyName}`)
    await navigate({ to: '/complaints/$id', params: { id } })
    await refreshComplaint(id)
  }

  return (
    <Page
      title={`Send requests, ${record.number}`}
      heading="Send information requests"
      lead={`to ${companyName}`}
      breadcrumb={crumbs(record)}
      aside={<WhatTheCompanySees record={record} company={company} sharesNarrative={(shares ?? true) && !restricted} documentCount={introductions.length} />}
      foot={
        <StickyBar note={<AudienceHint who="sent">{`${company} is told by e-mail and answers here. A sent request cannot be changed, only canceled.`}</AudienceHint>}>
          <SubmitButton form={form} formId={formId}>
            {count === 1 ? 'Send 1 request' : `Send ${String(count)} requests`}
          </SubmitButton>
          <Link className="usa-button usa-button--outline" to="/complaints/$id" params={{ id }}>
            Not now
          </Link>
          {pending > 0 ? <span className="late">{pending === 1 ? '1 file is still on its way' : `${String(pending)} files are still on their way`}</span> : null}
        </StickyBar>
      }
    >
      <Form form={form} id={formId} label="Send information requests" onSubmit={send}>
        <Fieldset legend="Requests and due dates">
          <Check requests={chosen} bulkDueOn={bulkDueOn} today={today} />
          <ul className="send-list">
            {ready.map((request, index) => (
              <li key={request.id}>
                <CheckField form={form} name={`requests.${index}.chosen`} label={<><strong className="num">{request.number}</strong> {request.title}</>} hint={excerpt(request.description, 220)} />
                <DateField form={form} name={`requests.${index}.dueOn`} label={<>Due<span className="sr-only">{` of ${request.number}`}</span></>} hint="Empty: the date below" min={addDays(today, 1)} />
              </li>
            ))}
          </ul>
          <div className="field-grid send-bulk">
            <DateField form={form} name="bulkDueOn" label="Due date for those left empty" hint="Your agency’s usual number of days, on a working day." min={addDays(today, 1)} className="half" />
          </div>
        </Fieldset>
        {enrollment && enrollment.state !== 'complete' ? <WhoGetsThis form={form} status={enrollment} /> : null}
        <Fieldset legend="Commentary" optional hint={<AudienceHint who="sent">{`Sent to ${companyName} and its Company POC.`}</AudienceHint>}>
          <TextArea form={form} name="commentary" label={`What ${company} should know first`} optional max={4_000} rows={4} />
          <TextField form={form} name="link" label="File-sharing link" optional type="url" inputMode="url" placeholder="https://" hint="For files too large to upload here. It begins with https:// and is not scanned." />
        </Fieldset>
        <Fieldset legend="Introductory documents" optional hint={<AudienceHint who="sent">{`${company} can open them once you send.`}</AudienceHint>}>
          <ComplaintFiles complaintId={id} purpose="introduction" label="Documents for the company" level={2} onPending={setPending} among={(document) => document.canRemove} />
        </Fieldset>
        <Fieldset legend="Consumer’s description">
          {restricted ? (
            <AudienceHint who="own">Not shared: complainant details are restricted. Name and address are not shared either.</AudienceHint>
          ) : (
            <CheckField
              form={form}
              name="shareNarrative"
              panel
              label="Share the consumer’s description"
              hint={earlier ? `${company} has read it already; that cannot be taken back.` : `On: ${company} reads what the consumer wrote. Off: it reads your requests only.`}
            />
          )}
        </Fieldset>
        {colleagues.length > 0 ? (
          <Fieldset legend="Who else is told of the answers" optional hint={<AudienceHint who="own">{record.agencyPoc?.id === user.id ? 'You are told as Agency POC.' : `${record.agencyPoc?.name ?? 'The Agency POC'} is told in any case.`}</AudienceHint>}>
            <CheckGroup form={form} name="notifyUserIds" label={<span className="sr-only">Colleagues to tell</span>} options={colleagues.map(({ id: value, name, title }) => ({ value, label: title ? `${name}, ${title}` : name }))} />
          </Fieldset>
        ) : null}
      </Form>
    </Page>
  )
}

/** What each request still lacks, before anybody presses Send. */
function Check({ requests, bulkDueOn, today }: { requests: readonly { number: string; chosen: boolean; dueOn: string }[]; bulkDueOn: string; today: string }): ReactNode {
  const wrong = requests.flatMap((request) => {
    const problem = requestProblem(request, bulkDueOn, today)
    return problem ? [{ number: request.number, problem }] : []
  })
  if (!requests.some((request) => request.chosen)) return <Notice tone="warning">Choose at least one request.</Notice>
  if (wrong.length === 0) return null
  return (
    <Notice tone="warning" title={wrong.length === 1 ? '1 request cannot be sent yet' : `${String(wrong.length)} requests cannot be sent yet`}>
      <ul>
        {wrong.map(({ number, problem }) => (
          <li key={number}>{`${number}: ${problem}`}</li>
        ))}
      </ul>
    </Notice>
  )
}

function NothingToSend({ record }: { record: ComplaintRecord }): ReactNode {
  return (
    <Page title={`Send requests, ${record.number}`} heading="Send information requests" breadcrumb={crumbs(record)}>
      <EmptyState
        title="No request is ready to send."
        action={
          record.can.includes('request.add') ? (
            <Link className="usa-button" to="/complaints/$id/information-requests/new" params={{ id: record.id }}>
              Write a request
            </Link>
          ) : undefined
        }
      >
        Write what the company shall answer first; then you come back here.
      </EmptyState>
    </Page>
  )
}

function crumbs(record: ComplaintRecord): ReactNode[] {
  return [
    <Link key="record" to="/complaints/$id" params={{ id: record.id }}>
      {`${record.number} ${record.subjectName}`}
    </Link>,
    <Link key="requests" to="/complaints/$id/information-requests" params={{ id: record.id }}>
      Information Requests
    </Link>,
    'Send',
  ]
}
