import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { RequestRecord, UpdateRequest } from '#src/modules/information-requests/contract.ts'
import { contentOf } from '../../agency/document-table.tsx'
import { refreshComplaint, requestQuery } from '../../agency/queries.ts'
import { api, ApiProblem } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { FileQueue } from '../../ui/files/file-queue.tsx'
import { FileState } from '../../ui/files/file-state.tsx'
import { forgetTyped, useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { RequestFields } from './request-fields.tsx'

const formId = 'edit-request'

/** Changes a request that was not sent, and the files that go with it. */
export function EditRequest({ request }: { request: RequestRecord }): ReactNode {
  const { today } = useSession()
  const navigate = useNavigate()
  const memoryKey = `edit-request-${request.id}`
  const [theirs, setTheirs] = useState<RequestRecord | null>(null)
  const form = useContractForm(UpdateRequest, { defaultValues: { version: request.version, title: request.title, description: request.description, dueOn: request.dueOn ?? undefined, acknowledgeOnly: request.acknowledgeOnly }, memoryKey })
  const back = { to: '/information-requests/$id', params: { id: request.id }, search: {} } as const

  async function save(input: UpdateRequest) {
    try {
      const next = await api.patch(`/information-requests/${request.id}`, { ...input, dueOn: input.dueOn ?? null, version: theirs?.version ?? request.version }, RequestRecord)
      queryClient.setQueryData(requestQuery(request.id).queryKey, next)
    } catch (error) {
      // Both texts are shown; saving again means that this one stands.
      if (error instanceof ApiProblem && error.code === 'stale_version') setTheirs(await api.get(`/information-requests/${request.id}`, RequestRecord))
      throw error
    }
    forgetTyped(memoryKey)
    announce(`${request.number} saved`)
    await navigate(back)
    await refreshComplaint(request.complaintId)
  }

  return (
    <Page
      title={`Edit ${request.number}`}
      heading={
        <>
          Edit <span className="num">{request.number}</span>
        </>
      }
      breadcrumb={[
        <Link key="complaint" to="/complaints/$id" params={{ id: request.complaintId }}>
          {`${request.complaint.number} ${request.complaint.subjectName}`}
        </Link>,
        <Link key="request" {...back}>
          {request.number}
        </Link>,
        'Edit',
      ]}
      foot={
        <StickyBar note="Only your agency sees it until you send it.">
          <SubmitButton form={form} formId={formId}>
            {theirs ? 'Save, and let this text stand' : 'Save'}
          </SubmitButton>
          <Link className="usa-button usa-button--outline" {...back} onClick={() => forgetTyped(memoryKey)}>
            Leave without saving
          </Link>
        </StickyBar>
      }
    >
      <div className="stack stack--wide">
        {theirs ? (
          <Notice tone="warning" title="Somebody else saved this text meanwhile">
            <p>
              <strong>{theirs.title}</strong>
            </p>
            <p className="prose">{theirs.description}</p>
            <p>Yours is below. Take over what you need, then save.</p>
          </Notice>
        ) : null}
        <Form form={form} id={formId} label="Edit the request" onSubmit={save}>
          <RequestFields form={form} today={today} />
        </Form>
        <Section title="Files that go with it">
          <RequestFiles request={request} />
        </Section>
      </div>
    </Page>
  )
}

function RequestFiles({ request }: { request: RequestRecord }): ReactNode {
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
        metadata={{ purpose: 'request', targetId: request.id }}
        onUploaded={refresh}
        items={request.documents.map((document) => ({
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
