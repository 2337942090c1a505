import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { addDays } from '#src/kernel/calendar.ts'
import { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { SendBack } from '#src/modules/information-requests/round-contract.ts'
import { companyWord } from '../../agency/complaint-words.ts'
import { contentOf } from '../../agency/document-table.tsx'
import { refreshComplaint, requestQuery, sendingDefaultsQuery } from '../../agency/queries.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { FileQueue } from '../../ui/files/file-queue.tsx'
import { FileState } from '../../ui/files/file-state.tsx'
import { forgetTyped, useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { DateField, TextArea } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { AnswerColumn } from './answer-column.tsx'
import { requestCrumbs } from './request-crumbs.tsx'

const formId = 'send-back'

/** Sends an answered request back, with the answer beside it: why, until when, and documents. */
export function SendBackForm({ request }: { request: RequestRecord }): ReactNode {
  const { today } = useSession()
  const navigate = useNavigate()
  const { data: defaults } = useSuspenseQuery(sendingDefaultsQuery(request.complaintId))
  const [key] = useState(newIdempotencyKey)
  const [pending, setPending] = useState(0)
  const memoryKey = `send-back-${request.id}-${String(request.round)}`
  const asked = request.asks.find((ask) => ask.kind === 'send_back' && ask.state === 'waiting')
  const company = companyWord(request.complaint.companyName)
  const form = useContractForm(SendBack, { defaultValues: { version: request.version, dueOn: defaults.dueOn, explanation: asked ? `As you asked: ${asked.reason}` : '', documentIds: [] }, memoryKey })
  const back = { to: '/information-requests/$id', params: { id: request.id }, search: {} } as const
  const answer = request.responses[0]

  async function send(input: SendBack) {
    if (pending > 0) throw new Error('Wait until the files are uploaded, or remove them. Then send the request back.')
    const next = await api.post(`/information-requests/${request.id}/send-backs`, { ...input, version: request.version, documentIds: request.waitingDocuments.map((document) => document.id) }, RequestRecord, { idempotencyKey: key })
    forgetTyped(memoryKey)
    queryClient.setQueryData(requestQuery(request.id).queryKey, next)
    announce(`${request.number} is sent back to ${company}`)
    await navigate(back)
    await refreshComplaint(request.complaintId, request.id)
  }

  return (
    <Page
      title={`Send ${request.number} back`}
      heading={
        <>
          Send back <span className="num">{request.number}</span> <span className="light">{request.title}</span>
        </>
      }
      breadcrumb={requestCrumbs(request, 'Send back')}
      layout="halves"
      foot={
        <StickyBar note={<AudienceHint who="sent">{`${company} is told by e-mail and answers anew. This answer stays readable on both sides.`}</AudienceHint>}>
          <SubmitButton form={form} formId={formId}>
            Send back to the company
          </SubmitButton>
          <Link className="usa-button usa-button--outline" {...back} onClick={() => forgetTyped(memoryKey)}>
            Not now
          </Link>
          {pending > 0 ? <span className="late">{pending === 1 ? '1 file is still on its way' : `${String(pending)} files are still on their way`}</span> : null}
        </StickyBar>
      }
    >
      <div className="stack">
        {asked ? (
          <Notice tone="info" title={`${company} asked for this`}>
            <p className="prose">{asked.reason}</p>
          </Notice>
        ) : null}
        <Form form={form} id={formId} label="Send back to the company" onSubmit={send}>
          <TextArea form={form} name="explanation" label="What is missing or unclear?" max={4_000} rows={8} hint={<AudienceHint who="sent">{`${company} reads this above your request.`}</AudienceHint>} />
          <DateField form={form} name="dueOn" label="New due date" min={addDays(today, 1)} hint="Preset to your agency’s usual number of days, on a working day." className="half" />
        </Form>
        <Section title="Documents that go along" level={2}>
          <RoundFiles request={request} onPending={setPending} />
        </Section>
        {request.quickLook ? <p className="muted">Quick Look is taken back: the next answer is to be reviewed anew.</p> : null}
      </div>
      {answer ? <AnswerColumn response={answer} request={request} company={company} /> : null}
    </Page>
  )
}

function RoundFiles({ request, onPending }: { request: RequestRecord; onPending: (count: number) => void }): ReactNode {
  const [problem, setProblem] = useState('')
  const refresh = () => void queryClient.invalidateQueries({ queryKey: requestQuery(request.id).queryKey })
  async function remove(id: string) {
    setProblem('')
    await api.delete(`/documents/${id}`).catch((error: unknown) => setProblem(sentenceOf(error)))
    refresh()
  }
  return (
    <>
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      <FileQueue
        metadata={{ purpose: 'send_back', targetId: request.id }}
        onUploaded={refresh}
        onPending={onPending}
        items={request.waitingDocuments.map((document) => ({
          id: document.id,
          name: document.name,
          size: document.size,
          href: document.canOpen ? contentOf(document) : undefined,
          sha256: document.sha256,
          state: <FileState document={document} />,
          onRemove: document.canRemove ? () => void remove(document.id) : undefined,
        }))}
      />
    </>
  )
}
