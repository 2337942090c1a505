import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { FoundSubject } from '#src/modules/complaints/subject-contract.ts'
import { subjectWords } from '../../agency/complaint-words.ts'
import { complaintQuery, refreshComplaint } from '../../agency/queries.ts'
import { SubjectChooser } from '../../agency/subject/subject-chooser.tsx'
import { choiceOf } from '../../agency/subject/subject-queries.ts'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'

const route = getRouteApi('/signed-in/complaints/$id/subject')

/** Update Subject: while the complaint is open and before any request was sent. */
export function ChangeSubjectPage(): ReactNode {
  const { id } = route.useParams()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const isDraft = record.status === 'draft'
  const back = isDraft ? (
    <Link key="record" to="/complaints/$id/intake" params={{ id }} search={{ step: 'subject' }}>
      {record.number}
    </Link>
  ) : (
    <Link key="record" to="/complaints/$id/details" params={{ id }}>
      {record.number}
    </Link>
  )
  return (
    <Page
      title={`${isDraft ? 'Find the subject of' : 'Update the subject of'} ${record.number}`}
      lead={record.subject ? `Now: ${subjectWords(record.subjectName)}` : 'No subject yet'}
      breadcrumb={[
        <Link key="list" to="/complaints" search={isDraft ? { view: 'drafts' } : {}}>
          {isDraft ? 'Drafts' : 'All Open'}
        </Link>,
        back,
        'Subject',
      ]}
    >
      {record.canChangeSubject ? <Choosing record={record} isDraft={isDraft} /> : <Refused record={record} />}
    </Page>
  )
}

function Choosing({ record, isDraft }: { record: ComplaintRecord; isDraft: boolean }): ReactNode {
  const navigate = useNavigate()
  async function change(subject: FoundSubject) {
    const changed = await api.post(`/complaints/${record.id}/subjects`, { version: record.version, subject: choiceOf(subject) }, ComplaintRecord)
    announce('The subject was changed')
    await (isDraft ? navigate({ to: '/complaints/$id/intake', params: { id: record.id }, search: { step: 'subject' } }) : navigate({ to: '/complaints/$id', params: { id: record.id } }))
    queryClient.setQueryData(complaintQuery(record.id).queryKey, changed)
    await refreshComplaint(record.id)
  }
  return (
    <div className="stack stack--wide">
      <SubjectChooser confirm={isDraft ? 'Choose this subject' : 'Update Complaint Subject'} onConfirm={change} />
      {isDraft ? null : <AudienceHint who="shared">Every agency sees the subject. Requests that were written and not sent go with the complaint to another company; to a Non-NMLS entity none can be sent.</AudienceHint>}
    </div>
  )
}

function Refused({ record }: { record: ComplaintRecord }): ReactNode {
  return (
    <Notice
      tone="info"
      title="The subject can no longer be changed"
      actions={
        <Link className="usa-button usa-button--outline" to="/complaints/$id" params={{ id: record.id }}>
          Back to the complaint
        </Link>
      }
    >
      {record.firstSentAt ? 'A request was sent to the company.' : record.isOwn ? 'Only the subject of an open complaint can be changed, by its Supervisors and Managers.' : 'It is another agency’s complaint.'}
    </Notice>
  )
}
