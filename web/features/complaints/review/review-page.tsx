import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { CompleteReview } from '#src/modules/complaints/review-contract.ts'
import { StatusTag } from '../../../agency/complaint-tags.tsx'
import { DocumentTable } from '../../../agency/document-table.tsx'
import { colleaguesQuery, complaintQuery, documentsQuery, refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { forgetTyped, useContractForm } from '../../../ui/form/contract-form.ts'
import { Fieldset } from '../../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { DuplicatesPanel } from '../intake/duplicates-panel.tsx'
import { ComplainantFacts, ComplaintFacts, TransactionFacts } from '../record/fact-lists.tsx'
import { ReviewFacts } from '../record/review-facts.tsx'
import { UpdateForm } from '../record/update-form.tsx'
import { RelatedSection } from '../related/related-section.tsx'
import { CloseInstead } from './close-instead.tsx'
import { HandlerChoices } from './handler-choices.tsx'
import { ReplaceReviewerButton } from './reviewer-dialog.tsx'

const route = getRouteApi('/signed-in/complaints/$id/review')
const formId = 'complete-review'

/** The preliminary review of a complaint: read it, mend it, then let it proceed or close it. */
export function ReviewPage(): ReactNode {
  const { id } = route.useParams()
  const { edit } = route.useSearch()
  const navigate = useNavigate()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  if (!record.can.includes('complaint.review')) return <Navigate to="/complaints/$id" params={{ id }} replace />
  if (edit && record.can.includes('complaint.update'))
    return (
      <Page title={`Update ${record.number}`} tags={<StatusTag status={record.status} />} breadcrumb={crumbs(record, 'Update')} lead={record.subjectName}>
        <UpdateForm key={id} record={record} onDone={() => navigate({ to: '/complaints/$id/review', params: { id }, search: {} })} />
      </Page>
    )
  return <Review key={id} record={record} />
}

function Review({ record }: { record: ComplaintRecord }): ReactNode {
  const { id, detail } = record
  const navigate = useNavigate()
  const memoryKey = `review-${id}`
  const form = useContractForm(CompleteReview, { defaultValues: { version: record.version, agencyPocId: '', comments: '' }, memoryKey })
  const documents = useQuery(documentsQuery(id)).data?.items ?? []

  async function proceed({ agencyPocId, comments }: CompleteReview) {
    const next = await api.post(`/complaints/${id}/reviews`, { version: record.version, agencyPocId, comments }, ComplaintRecord)
    forgetTyped(memoryKey)
    announce(`Review completed. ${next.agencyPoc?.name ?? 'The chosen colleague'} is Agency POC`)
    await navigate({ to: '/complaints/$id', params: { id } })
    queryClient.setQueryData(complaintQuery(id).queryKey, next)
    await Promise.all([refreshComplaint(id), queryClient.invalidateQueries({ queryKey: colleaguesQuery.queryKey })])
  }

  return (
    <Page
      title={`Preliminary review of ${record.number}`}
      heading={
        <>
          Preliminary review <span className="light num">{record.number}</span>
        </>
      }
      tags={<StatusTag status={record.status} />}
      lead={record.subjectName}
      breadcrumb={crumbs(record, 'Preliminary review')}
      aside={
        <>
          {detail?.review ? (
            <section>
              <h2 className="aside-title">Asked for</h2>
              <ReviewFacts review={detail.review} />
              <ReplaceReviewerButton record={record} review={detail.review} />
            </section>
          ) : null}
          {/* Whether it came before is a question of the review: it may be closed as a duplicate. */}
          <DuplicatesPanel record={record} />
          <CloseInstead id={id} />
        </>
      }
      foot={
        <StickyBar note={<AudienceHint who="own">The Agency POC and the Complaint Supervisors of your agency are told.</AudienceHint>}>
          <SubmitButton form={form} formId={formId}>
            Proceed to Processing
          </SubmitButton>
          <Link className="usa-button usa-button--outline" to="/complaints/$id" params={{ id }}>
            Not now
          </Link>
        </StickyBar>
      }
    >
      <div className="stack stack--wide">
        <Section
          title="What was entered"
          side={
            record.can.includes('complaint.update') ? (
              <Link className="usa-button usa-button--quiet usa-button--small" to="/complaints/$id/review" params={{ id }} search={{ edit: true }}>
                Update Complaint
              </Link>
            ) : undefined
          }
        >
          <div className="side-by-side side-by-side--even">
            <Section title="Complaint" level={3}>
              <ComplaintFacts record={record} all />
            </Section>
            <div className="stack stack--wide">
              <Section title="Transaction" level={3}>
                <TransactionFacts record={record} />
              </Section>
              <Section title="Complainant" level={3}>
                <ComplainantFacts record={record} />
              </Section>
            </div>
          </div>
        </Section>
        <Section title="Consumer’s description">{detail?.narrative ? <p className="prose reading">{detail.narrative}</p> : <p className="muted">Not entered.</p>}</Section>
        {detail?.desiredOutcome ? (
          <Section title="Desired outcome">
            <p className="prose reading">{detail.desiredOutcome}</p>
          </Section>
        ) : null}
        <Section title="Documents" count={documents.length}>
          <DocumentTable caption="Documents of the complaint" documents={documents} empty="No document came with it." />
        </Section>
        <RelatedSection complaintId={id} />
        <Form form={form} id={formId} label="Completing the review" onSubmit={proceed}>
          <Fieldset legend="Proceed to processing">
            <div className="stack">
              <HandlerChoices form={form} name="agencyPocId" label="Agency POC" hint="Who works on it from now on." />
              <TextArea form={form} name="comments" label="Comments" optional max={4_000} rows={3} hint={<AudienceHint who="hidden">Agencies with access. Never the company.</AudienceHint>} />
            </div>
          </Fieldset>
        </Form>
      </div>
    </Page>
  )
}

function crumbs(record: ComplaintRecord, last: string): ReactNode[] {
  return [
    <Link key="record" to="/complaints/$id" params={{ id: record.id }}>
      {`${record.number} ${record.subjectName}`}
    </Link>,
    last,
  ]
}
