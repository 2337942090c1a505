import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet, useMatch, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { AskAccessDialog } from '../../../agency/ask-access-dialog.tsx'
import { StatusTag } from '../../../agency/complaint-tags.tsx'
import { subjectWords } from '../../../agency/complaint-words.ts'
import { complaintQuery, documentsQuery, requestsQuery } from '../../../agency/queries.ts'
import { useLive } from '../../../app/live/live.tsx'
import { useSession } from '../../../app/session.tsx'
import { Due } from '../../../ui/due.tsx'
import { MenuButton } from '../../../ui/menu-button.tsx'
import { Page } from '../../../ui/page.tsx'
import { TabCount, Tabs } from '../../../ui/tabs.tsx'
import { DiscardDialog } from '../intake/discard-dialog.tsx'
import { LifecycleDialog, type LifecycleDialogKind } from '../lifecycle/lifecycle-dialogs.tsx'
import { useLifecycleItems } from '../lifecycle/lifecycle-menu.tsx'
import { RetentionAside } from '../lifecycle/retention-aside.tsx'
import { DetailNotFound, useLostDetail } from './lost-detail.tsx'
import { PocDialog } from './poc-dialog.tsx'
import { RecordAside } from './record-aside.tsx'
import './record.scss'

const route = getRouteApi('/signed-in/complaints/$id')

/** Title line, tabs and right column of a complaint; the tabs' pages stand inside. */
export function RecordFrame(): ReactNode {
  const { id } = route.useParams()
  useLive('complaint', id)
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  useLostDetail(record)
  if (!record.detail) return <Frame record={record} />
  return <DetailedFrame record={record} />
}

function DetailedFrame({ record }: { record: ComplaintRecord }): ReactNode {
  const requests = useQuery(requestsQuery(record.id)).data
  const documents = useQuery(documentsQuery(record.id)).data
  const isReady = requests?.items.some((request) => request.status === 'ready_to_send') ?? false
  return <Frame record={record} requestCount={requests?.items.length} documentCount={documents?.items.length} mayHaveReady={isReady} />
}

type DialogKind = 'poc' | 'discard' | 'access' | LifecycleDialogKind
type Props = { record: ComplaintRecord; requestCount?: number; documentCount?: number; mayHaveReady?: boolean }

function Frame({ record, requestCount, documentCount, mayHaveReady = false }: Props): ReactNode {
  const session = useSession()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<DialogKind | null>(null)
  const isSummary = useMatch({ from: '/signed-in/complaints/$id/', shouldThrow: false }) !== undefined
  const isDetails = useMatch({ from: '/signed-in/complaints/$id/details', shouldThrow: false }) !== undefined
  const isBasic = isSummary || isDetails
  const { id, detail } = record
  const params = { id }
  const mayChangePoc = record.can.includes('complaint.update') && record.status !== 'draft' && record.status !== 'pending'
  const subject = subjectWords(record.subjectName)
  return (
    <Page
      title={`${record.number} ${subject}`}
      heading={
        <>
          <span className="num">{record.number}</span> <span className="light">{subject}</span>
        </>
      }
      focusKey={id}
      breadcrumb={[
        <Link key="list" to="/complaints" search={record.isOwn ? {} : { view: 'all_agencies' }}>
          {record.isOwn ? 'All Open' : 'All agencies'}
        </Link>,
        record.number,
      ]}
      tags={<StatusTag status={record.status} />}
      actions={
        <>
          {detail && record.nextDue && record.status !== 'closed' ? (
            <span className="muted">
              Next due{' '}
              <strong className="ink">
                <Due date={record.nextDue} today={session.today} style="weekday" />
              </strong>
            </span>
          ) : null}
          {record.can.includes('complaint.request-access') ? (
            <button type="button" className="usa-button" onClick={() => setDialog('access')}>
              Request Access
            </button>
          ) : null}
          <Actions record={record} mayChangePoc={mayChangePoc} mayHaveReady={mayHaveReady} onDialog={setDialog} />
        </>
      }
      tabs={
        <Tabs label="Parts of the complaint">
          <Link to="/complaints/$id" params={params} activeOptions={{ exact: true, includeSearch: false }}>
            Summary
          </Link>
          <Link to="/complaints/$id/details" params={params} activeOptions={{ includeSearch: false }}>
            Details
          </Link>
          {detail ? (
            <Link to="/complaints/$id/information-requests" params={params}>
              Information Requests {requestCount ? <TabCount>{requestCount}</TabCount> : null}
            </Link>
          ) : null}
          {detail ? (
            <Link to="/complaints/$id/documents" params={params}>
              Documents {documentCount ? <TabCount>{documentCount}</TabCount> : null}
            </Link>
          ) : null}
          {detail ? (
            <Link to="/complaints/$id/research" params={params} activeOptions={{ includeSearch: false }}>
              Research/Communication {detail.noteCount > 0 ? <TabCount>{detail.noteCount}</TabCount> : null}
            </Link>
          ) : null}
          {detail ? (
            <Link to="/complaints/$id/violations" params={params} activeOptions={{ includeSearch: false }}>
              Alleged Violations {detail.violationCount > 0 ? <TabCount>{detail.violationCount}</TabCount> : null}
            </Link>
          ) : null}
          {detail && record.status !== 'draft' ? (
            <Link to="/complaints/$id/letters" params={params}>
              Letters {detail.letterCount > 0 ? <TabCount>{detail.letterCount}</TabCount> : null}
            </Link>
          ) : null}
          {detail && record.status !== 'draft' ? (
            <Link to="/complaints/$id/discussion" params={params} activeOptions={{ includeSearch: false }}>
              Discussion {detail.postCount > 0 ? <TabCount>{detail.postCount}</TabCount> : null}
            </Link>
          ) : null}
          {detail ? (
            <Link to="/complaints/$id/history" params={params} activeOptions={{ includeSearch: false }}>
              History
            </Link>
          ) : null}
        </Tabs>
      }
      aside={
        isSummary ? (
          <>
            <RecordAside record={record} onChangePoc={mayChangePoc ? () => setDialog('poc') : null} reader={session} />
            <RetentionAside record={record} timeZone={session.timeZone} />
          </>
        ) : undefined
      }
    >
      {detail || isBasic ? <Outlet /> : <DetailNotFound record={record} />}
      {dialog === 'poc' ? <PocDialog record={record} onClose={() => setDialog(null)} /> : null}
      {dialog === 'reopen' || dialog === 'refer' || dialog === 'hold' ? <LifecycleDialog kind={dialog} record={record} onClose={() => setDialog(null)} /> : null}
      {/* The request then stands on View Access, where it can be withdrawn. */}
      {dialog === 'access' ? <AskAccessDialog complaint={record} owner={record.agency} onSent={() => void navigate({ to: '/complaints/$id/access', params })} onClose={() => setDialog(null)} /> : null}
      {dialog === 'discard' ? <DiscardDialog record={record} onClose={() => setDialog(null)} /> : null}
    </Page>
  )
}

/** Everything that this person may do now and that is not the one next step. */
function Actions({ record, mayChangePoc, mayHaveReady, onDialog }: { record: ComplaintRecord; mayChangePoc: boolean; mayHaveReady: boolean; onDialog: (dialog: DialogKind) => void }): ReactNode {
  const params = { id: record.id }
  const may = (action: string) => record.can.includes(action)
  const isDraft = record.status === 'draft'
  const lifecycle = useLifecycleItems(record, onDialog)
  const items = [
    may('request.add') ? (
      <Link key="add" to="/complaints/$id/information-requests/new" params={params}>
        Add an information request
      </Link>
    ) : null,
    may('request.send') && mayHaveReady ? (
      <Link key="send" to="/complaints/$id/send" params={params}>
        Send requests
      </Link>
    ) : null,
    may('complaint.update') ? (
      isDraft ? (
        <Link key="enter" to="/complaints/$id/intake" params={params}>
          Continue entering
        </Link>
      ) : (
        <Link key="update" to="/complaints/$id/details" params={params} search={{ edit: true }}>
          Update the complaint
        </Link>
      )
    ) : null,
    record.canChangeSubject && !isDraft ? (
      <Link key="subject" to="/complaints/$id/subject" params={params}>
        Update the subject
      </Link>
    ) : null,
    mayChangePoc ? (
      <button key="poc" type="button" onClick={() => onDialog('poc')}>
        Change the Agency POC
      </button>
    ) : null,
    may('complaint.view-as-company') ? (
      <Link key="company-view" to="/complaints/$id/company-view" params={params}>
        See it as the company does
      </Link>
    ) : null,
    record.detail ? (
      <Link key="print" to="/complaints/$id/print" params={params}>
        Print or PDF
      </Link>
    ) : null,
    may('complaint.close') ? (
      <Link key="close" to="/complaints/$id/close" params={params}>
        Close the complaint
      </Link>
    ) : null,
    ...lifecycle,
    record.isOwn && may('complaint.view-detail') && !isDraft ? (
      <Link key="package" to="/complaints/$id/referral-package" params={params}>
        Package for an agency outside
      </Link>
    ) : null,
    isDraft ? null : (
      <Link key="access" to="/complaints/$id/access" params={params}>
        View Access
      </Link>
    ),
    may('complaint.discard') ? (
      <button key="discard" type="button" className="danger" onClick={() => onDialog('discard')}>
        Discard the draft
      </button>
    ) : null,
  ].filter(Boolean)
  return items.length === 0 ? null : <MenuButton label="Actions">{items}</MenuButton>
}
