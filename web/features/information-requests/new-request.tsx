import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { AddRequest, RequestRecord } from '#src/modules/information-requests/contract.ts'
import { companyWord } from '../../agency/complaint-words.ts'
import { complaintQuery, refreshComplaint, requestsQuery } from '../../agency/queries.ts'
import { RequestTag } from '../../agency/request-tag.tsx'
import { ScrollText } from '../../agency/scroll-text.tsx'
import { api } from '../../app/api.ts'
import { useMay, useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { forgetTyped, useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Page } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { FromLibrary } from './from-library.tsx'
import { RequestFields } from './request-fields.tsx'
import { SendNowDialog } from './send-now-dialog.tsx'

const route = getRouteApi('/signed-in/complaints/$id/information-requests/new')
const formId = 'new-request'
const empty = { title: '', description: '', dueOn: undefined, acknowledgeOnly: false, templateId: undefined }

export function NewRequest(): ReactNode {
  const { id } = route.useParams()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  if (!record.can.includes('request.add')) return <Navigate to="/complaints/$id" params={{ id }} replace />
  return <Editor key={id} record={record} />
}

function Editor({ record }: { record: ComplaintRecord }): ReactNode {
  const { id } = record
  const { today } = useSession()
  const navigate = useNavigate()
  const memoryKey = `new-request-${id}`
  const form = useContractForm(AddRequest, { defaultValues: empty, memoryKey })
  const ready = useQuery(requestsQuery(id)).data?.items.filter((request) => request.status === 'ready_to_send') ?? []
  const company = record.subject?.name ?? 'The company'
  // What is asked about before it is sent at once: the text as it was checked.
  const [now, setNow] = useState<AddRequest | null>(null)
  const mayManage = useMay('request-library.manage')

  async function add(input: AddRequest, pressed: string | undefined) {
    if (pressed === 'now') {
      setNow(input)
      return
    }
    const added = await api.post(`/complaints/${id}/information-requests`, input, RequestRecord)
    announce(`${added.number} saved`)
    await refreshComplaint(id)
    form.reset(empty)
    forgetTyped(memoryKey)
    if (pressed === 'another') form.setFocus('title')
    else if (pressed === 'later') await navigate({ to: '/complaints/$id', params: { id } })
    else await navigate({ to: '/complaints/$id/send', params: { id } })
  }

  async function sent() {
    forgetTyped(memoryKey)
    announce(`Sent to ${company}`)
    await navigate({ to: '/complaints/$id/information-requests', params: { id } })
    await refreshComplaint(id)
  }

  return (
    <Page
      title={`New request, ${record.number}`}
      heading="New information request"
      lead={`to ${company}`}
      breadcrumb={[
        <Link key="record" to="/complaints/$id" params={{ id }}>
          {`${record.number} ${record.subjectName}`}
        </Link>,
        <Link key="requests" to="/complaints/$id/information-requests" params={{ id }}>
          Information Requests
        </Link>,
        'New',
      ]}
      aside={
        <>
          <section>
            <h2 className="aside-title">Ready to send {ready.length > 0 ? <span className="count num">{ready.length}</span> : null}</h2>
            {ready.length === 0 ? (
              <p className="muted">None yet. You can write several and send them together.</p>
            ) : (
              <ul className="plain-list stack stack--tight">
                {ready.map((request) => (
                  <li key={request.id}>
                    <Link to="/information-requests/$id" params={{ id: request.id }}>
                      <strong className="num">{request.number}</strong>
                    </Link>{' '}
                    {request.title} <RequestTag request={request} />
                  </li>
                ))}
              </ul>
            )}
          </section>
          {record.detail?.narrative ? (
            <section>
              <h2 className="aside-title">From the complaint</h2>
              <ScrollText label="Consumer’s description">{record.detail.narrative}</ScrollText>
            </section>
          ) : null}
        </>
      }
      foot={
        <StickyBar note={<AudienceHint who="own">{`Only your agency sees a request until you send it. Then ${companyWord(company)} does.`}</AudienceHint>}>
          {record.can.includes('request.send') ? (
            <SubmitButton form={form} formId={formId} value="send">
              Save IR and continue to sending
            </SubmitButton>
          ) : null}
          <SubmitButton form={form} formId={formId} value="another" tone="outline">
            Save IR and add another
          </SubmitButton>
          <SubmitButton form={form} formId={formId} value="later" tone="outline">
            Save IR and send later
          </SubmitButton>
          {record.can.includes('request.send') ? (
            <SubmitButton form={form} formId={formId} value="now" tone="outline">
              Send to company now
            </SubmitButton>
          ) : null}
        </StickyBar>
      }
    >
      <Form form={form} id={formId} label="New information request" onSubmit={add}>
        <FromLibrary complaintId={id} form={form} mayManage={mayManage} />
        <RequestFields form={form} today={today} />
        <p className="muted">Files that go with the request can be added once it is saved.</p>
      </Form>
      {now ? <SendNowDialog record={record} input={now} onSent={sent} onClose={() => setNow(null)} /> : null}
    </Page>
  )
}
