import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { FoundSubject } from '#src/modules/complaints/subject-contract.ts'
import { complaintQuery } from '../../../agency/queries.ts'
import { SubjectChooser } from '../../../agency/subject/subject-chooser.tsx'
import { choiceOf, knownSubjectQuery } from '../../../agency/subject/subject-queries.ts'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useMay } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { ErrorState, sentenceOf } from '../../../ui/error-state.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import type { IntakeStep } from './intake-steps.ts'

const route = getRouteApi('/signed-in/complaints/new')
const crumbs = [
  <Link key="list" to="/complaints">
    All Open
  </Link>,
  'New',
]

/** Whom the new complaint is about; then the draft is started and the next step opens. From a record the subject is known. */
export function StartComplaint(): ReactNode {
  return useMay('complaint.enter') ? <Start /> : <NotYours />
}

function NotYours(): ReactNode {
  return (
    <Page title="Enter a complaint" breadcrumb={crumbs}>
      <Notice tone="info" title="Your role does not enter complaints">
        Complaint Supervisors and Managers of your agency do.
      </Notice>
    </Page>
  )
}

function Start(): ReactNode {
  const { companyId, entityId } = route.useSearch()
  const navigate = useNavigate()
  const [key] = useState(newIdempotencyKey)
  const [problem, setProblem] = useState('')
  const known = useQuery(knownSubjectQuery({ companyId, entityId }))

  async function start(subject: FoundSubject | null, step: IntakeStep) {
    const fields = subject ? { subject: choiceOf(subject) } : {}
    // A key for each subject: choosing another one is another draft.
    const record = await api.post('/complaints', fields, ComplaintRecord, { idempotencyKey: subject ? `${key}-${subject.entityId ?? subject.individualId ?? subject.branchId ?? subject.companyId ?? ''}` : key })
    queryClient.setQueryData(complaintQuery(record.id).queryKey, record)
    void queryClient.invalidateQueries({ queryKey: ['complaint-lists'] })
    await navigate({ to: '/complaints/$id/intake', params: { id: record.id }, search: { step }, replace: true })
  }
  async function startWithout() {
    setProblem('')
    try {
      await start(null, 'subject')
    } catch (error) {
      setProblem(sentenceOf(error))
    }
  }

  return (
    <Page
      title="Enter a complaint"
      lead="Whom is it about?"
      breadcrumb={crumbs}
      actions={
        <button type="button" className="usa-button usa-button--quiet" onClick={() => void startWithout()}>
          Start without a subject
        </button>
      }
    >
      <div className="stack stack--wide">
        {problem ? (
          <Notice tone="error" title="The draft could not be started">
            {problem}
          </Notice>
        ) : null}
        {known.error ? <ErrorState error={known.error} retry={() => void known.refetch()} /> : null}
        {known.isLoading ? <Skeleton lines={4} height={48} label="Looking the subject up" /> : <SubjectChooser confirm="Enter complaint" initial={known.data ?? null} onConfirm={(subject) => start(subject, 'complaint')} />}
        <AudienceHint who="own">A draft is started when you choose. Only your agency sees it until it is submitted.</AudienceHint>
      </div>
    </Page>
  )
}
