import { useSuspenseQueries } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { closeReasonsIn, closeReasonWords } from '#src/modules/complaints/domain/closing.ts'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import type { RequestItem } from '#src/modules/information-requests/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { complaintQuery, documentsQuery, refreshComplaint, requestsQuery } from '../../../agency/queries.ts'
import { ComplaintFiles } from '../../../agency/stored-files.tsx'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { SelectField } from '../../../ui/form/choice-fields.tsx'
import { forgetTyped, useContractForm } from '../../../ui/form/contract-form.ts'
import { Fieldset } from '../../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { DateField, TextArea, TextField } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Page } from '../../../ui/page.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { ClosingBlock } from './closing-block.tsx'
import { CloseForm, needsOf } from './close-form.ts'

const route = getRouteApi('/signed-in/complaints/$id/close')
const formId = 'close-complaint'

export function ClosePage(): ReactNode {
  const { id } = route.useParams()
  // Together, so that the page comes whole.
  const [{ data: record }, { data: requests }, { data: documents }] = useSuspenseQueries({ queries: [complaintQuery(id), requestsQuery(id), documentsQuery(id)] })
  if (!record.can.includes('complaint.close')) return <Navigate to="/complaints/$id" params={{ id }} replace />
  return <Closing record={record} requests={requests.items} documents={documents.items} />
}

function Closing({ record, requests, documents }: { record: ComplaintRecord; requests: readonly RequestItem[]; documents: readonly DocumentItem[] }): ReactNode {
  const { id } = record
  const { today } = useSession()
  const { reason: asked } = route.useSearch()
  const possible = closeReasonsIn(record.status)
  const reasons = possible.map((value) => ({ value, label: closeReasonWords[value] }))
  const navigate = useNavigate()
  const memoryKey = `close-${id}`
  const [key] = useState(newIdempotencyKey)
  const [pending, setPending] = useState(0)
  const form = useContractForm(CloseForm, { defaultValues: { version: record.version, reason: possible.find((value) => value === asked) ?? '', reliefAmount: '', reliefPaidOn: '', reference: '', notes: '', commentsToCompany: '', documentIds: [] }, memoryKey })
  const reason = useWatch({ control: form.control, name: 'reason' })
  const needs = needsOf(reason)
  const blocking = requests.filter((request) => request.status === 'sent_to_company')
  const unsent = requests.filter((request) => request.status === 'ready_to_send').length
  const company = record.subject ? companyWord(record.subject.name) : 'The company'
  const isTold = record.firstSentAt !== null
  const shared = documents.filter((document) => document.purpose === 'closure' && document.state === 'stored' && document.canRemove)

  async function close(input: ReturnType<typeof CloseForm.parse>) {
    if (pending > 0) throw new Error('Wait until the files are uploaded, or remove them. Then close the complaint.')
    // What was typed for another reason is not sent along.
    const { reliefAmount, reliefPaidOn, reference, ...rest } = input
    const body = {
      ...rest,
      version: record.version,
      documentIds: isTold ? shared.map((document) => document.id) : [],
      commentsToCompany: isTold ? input.commentsToCompany : '',
      ...(needs.relief ? { reliefAmount, reliefPaidOn } : {}),
      ...(needs.reference ? { reference } : {}),
    }
    const closed = await api.post(`/complaints/${id}/closures`, body, ComplaintRecord, { idempotencyKey: key })
    forgetTyped(memoryKey)
    announce(`${record.number} is closed`)
    await navigate({ to: '/complaints/$id', params: { id } })
    queryClient.setQueryData(complaintQuery(id).queryKey, closed)
    await refreshComplaint(id)
  }

  return (
    <Page
      title={`Close ${record.number}`}
      heading={
        <>
          Close <span className="num">{record.number}</span> <span className="light">{record.subjectName}</span>
        </>
      }
      breadcrumb={[
        <Link key="record" to="/complaints/$id" params={{ id }}>
          {`${record.number} ${record.subjectName}`}
        </Link>,
        'Close',
      ]}
      aside={<WhoSees company={company} isTold={isTold} unsent={unsent} />}
      foot={
        <StickyBar note={<AudienceHint who={isTold ? 'sent' : 'own'}>{isTold ? `${company} is told that the complaint is closed, and reads your comments` : `${company} never received this complaint and is not told`}</AudienceHint>}>
          {blocking.length > 0 ? (
            <button type="button" className="usa-button main-action" aria-disabled="true" aria-describedby="blocked">
              Close the complaint
            </button>
          ) : (
            <SubmitButton form={form} formId={formId}>
              Close the complaint
            </SubmitButton>
          )}
          <Link className="usa-button usa-button--outline" to="/complaints/$id" params={{ id }}>
            Not now
          </Link>
          {pending > 0 ? <span className="late">{pending === 1 ? '1 file is still on its way' : `${String(pending)} files are still on their way`}</span> : null}
        </StickyBar>
      }
    >
      <div className="stack stack--wide">
        <ClosingBlock blocking={blocking} company={company} today={today} />
        <Form form={form} id={formId} label="Closing" onSubmit={close}>
          <Fieldset legend="Outcome" hint={<AudienceHint who="hidden">Agencies only. Never the company.</AudienceHint>}>
            <div className="stack">
              <div className="field-grid">
                <SelectField form={form} name="reason" label="Reason" hint={record.status === 'pending' ? 'Before its preliminary review is complete, a complaint is closed for these reasons alone.' : undefined} options={reasons} choose="Choose a reason…" className="two-thirds" />
                {needs.relief ? (
                  <>
                    <TextField form={form} name="reliefAmount" label="Amount in dollars" inputMode="decimal" placeholder="412.60" className="third" />
                    <DateField form={form} name="reliefPaidOn" label="Paid on" max={today} className="third" />
                  </>
                ) : null}
                {needs.reference ? <TextField form={form} name="reference" label={needs.reference.label} hint={needs.reference.hint} className="two-thirds" /> : null}
              </div>
              <TextArea form={form} name="notes" label="Internal notes" optional max={10_000} rows={4} hint="Why it was closed so; for your agency and those with access." />
            </div>
          </Fieldset>
          {isTold ? (
            <Fieldset legend={`For ${company}`} hint={<AudienceHint who="sent">{`Sent to ${record.subject?.name ?? company} and its Company POC.`}</AudienceHint>}>
              <div className="stack">
                <TextArea form={form} name="commentsToCompany" label="Comments to share" optional max={4_000} rows={4} />
                <ComplaintFiles complaintId={id} purpose="closure" label="Documents to share" level={2} onPending={setPending} among={(document) => document.canRemove} />
              </div>
            </Fieldset>
          ) : null}
        </Form>
      </div>
    </Page>
  )
}

function WhoSees({ company, isTold, unsent }: { company: string; isTold: boolean; unsent: number }): ReactNode {
  return (
    <section>
      <h2 className="aside-title">What happens</h2>
      <div className="stack stack--tight">
        <AudienceHint who="shared">Every agency sees the status Closed.</AudienceHint>
        <AudienceHint who="hidden">Reason and internal notes: your agency and agencies with access, never {company}.</AudienceHint>
        {isTold ? <AudienceHint who="sent">{`${company} is told by e-mail and in the system, and reads comments and documents to share.`}</AudienceHint> : <AudienceHint who="own">{`No request was ever sent: ${company} does not know of this complaint.`}</AudienceHint>}
        {unsent > 0 ? <p>{unsent === 1 ? 'One request that was not sent is removed.' : `${String(unsent)} requests that were not sent are removed.`}</p> : null}
      </div>
    </section>
  )
}
