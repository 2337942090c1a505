import { useSuspenseQueries } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { CancelComplaint } from '#src/modules/complaints/lifecycle-contract.ts'
import type { RequestItem } from '#src/modules/information-requests/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { complaintQuery, refreshComplaint, requestsQuery } from '../../../agency/queries.ts'
import { ComplaintFiles } from '../../../agency/stored-files.tsx'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { forgetTyped, useContractForm } from '../../../ui/form/contract-form.ts'
import { Fieldset } from '../../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'

const route = getRouteApi('/signed-in/complaints/$id/cancel')
const formId = 'cancel-complaint'

export function CancelPage(): ReactNode {
  const { id } = route.useParams()
  const [{ data: record }, { data: requests }] = useSuspenseQueries({ queries: [complaintQuery(id), requestsQuery(id)] })
  if (!record.can.includes('complaint.cancel')) return <Navigate to="/complaints/$id" params={{ id }} replace />
  return <Canceling record={record} requests={requests.items} />
}

function Canceling({ record, requests }: { record: ComplaintRecord; requests: readonly RequestItem[] }): ReactNode {
  const { id } = record
  const navigate = useNavigate()
  const memoryKey = `cancel-${id}`
  const [key] = useState(newIdempotencyKey)
  const [pending, setPending] = useState(0)
  const form = useContractForm(CancelComplaint, { defaultValues: { version: record.version, reason: '' }, memoryKey })
  const company = record.subject ? companyWord(record.subject.name) : 'The company'
  const isTold = record.firstSentAt !== null

  async function cancel(input: CancelComplaint) {
    if (pending > 0) throw new Error('Wait until the files are uploaded, or remove them. Then cancel the complaint.')
    const canceled = await api.post(`/complaints/${id}/cancellations`, { ...input, version: record.version }, ComplaintRecord, { idempotencyKey: key })
    forgetTyped(memoryKey)
    announce(`${record.number} is canceled`)
    await navigate({ to: '/complaints/$id', params: { id } })
    queryClient.setQueryData(complaintQuery(id).queryKey, canceled)
    await refreshComplaint(id)
  }

  return (
    <Page
      title={`Cancel ${record.number}`}
      heading={
        <>
          Cancel <span className="num">{record.number}</span> <span className="light">{record.subjectName}</span>
        </>
      }
      breadcrumb={[
        <Link key="record" to="/complaints/$id" params={{ id }}>
          {`${record.number} ${record.subjectName}`}
        </Link>,
        'Cancel',
      ]}
      foot={
        <StickyBar note={<AudienceHint who={isTold ? 'sent' : 'own'}>{isTold ? `${company} is told that the complaint was canceled, and not why` : `${company} never received this complaint and is not told`}</AudienceHint>}>
          <SubmitButton form={form} formId={formId}>
            Cancel the complaint
          </SubmitButton>
          <Link className="usa-button usa-button--outline" to="/complaints/$id" params={{ id }}>
            Keep it
          </Link>
          {pending > 0 ? <span className="late">{pending === 1 ? '1 file is still on its way' : `${String(pending)} files are still on their way`}</span> : null}
        </StickyBar>
      }
    >
      <div className="stack stack--wide">
        <Notice tone="warning" title="A canceled complaint cannot be opened again">
          <ul>
            {consequences(record, requests, company).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <p>
            To end a complaint that was worked on,{' '}
            {record.can.includes('complaint.close') ? (
              <Link to="/complaints/$id/close" params={{ id }}>
                close it
              </Link>
            ) : (
              'close it'
            )}{' '}
            with a reason instead.
          </p>
        </Notice>
        <Form form={form} id={formId} label="Canceling" onSubmit={cancel}>
          <Fieldset legend="Why it is canceled" hint={<AudienceHint who="hidden">Your agency and agencies with access. Never the company.</AudienceHint>}>
            <div className="stack">
              <TextArea form={form} name="reason" label="Reason" max={4_000} rows={4} />
              {record.status === 'referral_in_progress' ? null : <ComplaintFiles complaintId={id} purpose="cancellation" label="Documents" level={2} onPending={setPending} />}
            </div>
          </Fieldset>
        </Form>
      </div>
    </Page>
  )
}

/** What goes with it, of this complaint alone. */
function consequences(record: ComplaintRecord, requests: readonly RequestItem[], company: string): string[] {
  const away = requests.filter((request) => request.status === 'sent_to_company')
  const unsent = requests.filter((request) => request.status === 'ready_to_send').length
  return [
    ...(away.length > 0 ? [`${away.map((request) => request.number).join(', ')}: canceled. ${company} need not answer any more.`] : []),
    ...(unsent > 0 ? [unsent === 1 ? 'The request that was not sent is removed.' : `${String(unsent)} requests that were not sent are removed.`] : []),
    ...(record.status === 'referral_in_progress' ? ['The referral ends, and the other agency is told.'] : []),
    'Requests of other agencies for access that were not decided end. Agencies with access keep it.',
    'All tasks are done, and the complaint is left out of reports.',
  ]
}
