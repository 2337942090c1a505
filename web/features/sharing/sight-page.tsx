import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { AccessRequest, ComplaintSight } from '#src/modules/sharing/access-contract.ts'
import { sightQuery } from '../../agency/access.ts'
import { AskAccessDialog } from '../../agency/ask-access-dialog.tsx'
import { subjectWords } from '../../agency/complaint-words.ts'
import { useLive } from '../../app/live/live.tsx'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Page, Section, useKeptFocus } from '../../ui/page.tsx'
import { WaitedForPanel } from '../../ui/waited-for-panel.tsx'
import { AcceptAccessDialog, RejectAccessDialog, RevokeAccessDialog, WithdrawAccessDialog } from './access-dialogs.tsx'
import { AccessHistory } from './access-history.tsx'
import { ReadersTable } from './readers-table.tsx'
import './sharing.scss'

const route = getRouteApi('/signed-in/complaints/$id/access')
type Open = { kind: 'accept' | 'reject' | 'revoke' | 'withdraw'; access: AccessRequest } | { kind: 'ask' }

/** View Access: who can see this complaint, since when, why; and what can be asked, decided or removed. */
export function SightPage(): ReactNode {
  const { id } = route.useParams()
  useLive('complaint', id)
  const { data: sight } = useSuspenseQuery(sightQuery(id))
  const [open, setOpen] = useState<Open | null>(null)
  useKeptFocus()
  const { complaint } = sight
  const waiting = sight.requests.filter((request) => request.state === 'requested')
  return (
    <Page
      title={`Who can see ${complaint.number}`}
      lead={subjectWords(complaint.subjectName)}
      focusKey={`access-${id}`}
      breadcrumb={[
        <Link key="list" to="/complaints" search={complaint.isOwn ? {} : { view: 'all_agencies' }}>
          {complaint.isOwn ? 'All Open' : 'All agencies'}
        </Link>,
        <Link key="record" to="/complaints/$id" params={{ id }}>
          {complaint.number}
        </Link>,
        'Access',
      ]}
    >
      {waiting.map((access) => (
        <Waiting key={access.id} access={access} isOwn={complaint.isOwn} onOpen={(kind) => setOpen({ kind, access })} />
      ))}
      {complaint.isOwn ? null : <OwnStanding sight={sight} onAsk={() => setOpen({ kind: 'ask' })} />}
      <Section title="Who can see it" hint={<AudienceHint who="shared">{sight.readsDetail ? 'Agencies that read the details see this list.' : `The full list is for ${complaint.owner.shortName} and agencies with access.`}</AudienceHint>}>
        <ReadersTable sight={sight} onRevoke={(access) => setOpen({ kind: 'revoke', access })} />
      </Section>
      <AccessHistory requests={sight.requests} isOwn={complaint.isOwn} />
      <Dialogs open={open} sight={sight} onClose={() => setOpen(null)} />
    </Page>
  )
}

function Waiting({ access, isOwn, onOpen }: { access: AccessRequest; isOwn: boolean; onOpen: (kind: 'accept' | 'reject' | 'withdraw') => void }): ReactNode {
  const { timeZone } = useSession()
  const since = formatMoment(access.requestedAt, timeZone)
  return (
    <WaitedForPanel
      who={isOwn ? `Waiting for your Complaint Supervisors since ${since}` : `Waiting for ${access.owner.name} since ${since}`}
      act={isOwn ? `${access.requester.name} asks for access` : 'Your request for access is to be decided'}
      facts={
        <>
          {access.comments ? <p className="prose">{`“${access.comments}”`}</p> : null}
          <p>{[access.requestedBy?.name, access.requester.shortName].filter(Boolean).join(', ')}</p>
          {isOwn && access.can.length === 0 ? <p>{access.complaint.status === 'referral_in_progress' ? 'It can be decided once the referral is decided or withdrawn.' : 'A Complaint Supervisor of your agency decides.'}</p> : null}
        </>
      }
      action={
        access.can.length > 0 ? (
          <div className="waited__choices">
            {access.can.includes('accept') ? (
              <button type="button" className="usa-button" onClick={() => onOpen('accept')}>
                Accept
              </button>
            ) : null}
            {access.can.includes('reject') ? (
              <button type="button" className="usa-button usa-button--outline" onClick={() => onOpen('reject')}>
                Reject
              </button>
            ) : null}
            {access.can.includes('withdraw') ? (
              <button type="button" className="usa-button usa-button--outline" onClick={() => onOpen('withdraw')}>
                Withdraw the request
              </button>
            ) : null}
          </div>
        ) : undefined
      }
    />
  )
}

/** What another agency's reader sees of it, and how to see more. */
function OwnStanding({ sight, onAsk }: { sight: ComplaintSight; onAsk: () => void }): ReactNode {
  if (sight.requests.some((request) => request.state === 'requested' && request.can.includes('withdraw'))) return null
  const { owner } = sight.complaint
  const facts = sight.readsDetail
    ? sight.restricted === true
      ? 'All complaints users of your agency read it. Who complained is for the owner alone.'
      : 'All complaints users of your agency read it, its documents included.'
    : (sight.whyNotAsk ?? `Complaints users of every agency see the basic information. ${owner.name} can let your agency read everything but a restricted complainant.`)
  return (
    <WaitedForPanel
      who={sight.readsDetail ? 'Your agency has access' : 'Your agency sees the basic information'}
      act={sight.readsDetail ? 'The details are open to your agency' : 'The details are the owner’s'}
      facts={facts}
      action={
        sight.canAsk ? (
          <button type="button" className="usa-button" onClick={onAsk}>
            Request Access
          </button>
        ) : undefined
      }
    />
  )
}

function Dialogs({ open, sight, onClose }: { open: Open | null; sight: ComplaintSight; onClose: () => void }): ReactNode {
  switch (open?.kind) {
    case 'ask':
      return <AskAccessDialog complaint={sight.complaint} owner={sight.complaint.owner} onSent={onClose} onClose={onClose} />
    case 'accept':
      return <AcceptAccessDialog access={open.access} onClose={onClose} />
    case 'reject':
      return <RejectAccessDialog access={open.access} onClose={onClose} />
    case 'revoke':
      return <RevokeAccessDialog access={open.access} onClose={onClose} />
    case 'withdraw':
      return <WithdrawAccessDialog access={open.access} onClose={onClose} />
    case undefined:
      return null
  }
}
