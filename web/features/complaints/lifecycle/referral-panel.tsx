import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { ReferralList, type Referral } from '#src/modules/sharing/contract.ts'
import { referralStateWords } from '#src/modules/sharing/domain/sharing-words.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate, formatMoment, todayIn } from '../../../ui/format-date.ts'
import { announce } from '../../../ui/live-region.tsx'
import { Section } from '../../../ui/page.tsx'
import { WaitedForPanel } from '../../../ui/waited-for-panel.tsx'
import { AcceptDialog, RejectDialog } from './decide-dialogs.tsx'
import { referralsQuery } from './lifecycle-queries.ts'
import './lifecycle.scss'

/** While a complaint is being referred: who decides, and what the reader can do about it. */
export function ReferralPanel({ record }: { record: ComplaintRecord }): ReactNode {
  const session = useSession()
  const { data } = useQuery(referralsQuery(record.id))
  const [dialog, setDialog] = useState<'accept' | 'reject' | 'withdraw' | null>(null)
  const referral = data?.items.find((one) => one.state === 'pending')
  if (!referral) return <WaitedForPanel who="Waiting for another agency" act="The referral is to be decided" />
  const incoming = referral.can.includes('accept') || referral.from.id === record.agency.id && !record.isOwn
  const since = formatDate(todayIn(session.timeZone, referral.sentAt), 'weekday', session.today)
  const close = () => setDialog(null)
  return (
    <>
      <WaitedForPanel
        who={incoming ? `Waiting for your agency since ${since}` : `Waiting for ${referral.to.name} since ${since}`}
        act={incoming ? `Accept or reject the referral of ${referral.from.name}` : 'The referral is to be decided'}
        facts={
          <>
            <p className="prose">{`“${referral.comments}”`}</p>
            <p>{`${referral.sentBy.name}, ${referral.from.shortName}. ${incoming ? 'You see the basic information; the rest comes with accepting.' : 'Nothing else of the complaint can be changed until then.'}`}</p>
          </>
        }
        action={
          referral.can.length > 0 ? (
            <div className="waited__choices">
              {referral.can.includes('accept') ? (
                <button type="button" className="usa-button" onClick={() => setDialog('accept')}>
                  Accept
                </button>
              ) : null}
              {referral.can.includes('reject') ? (
                <button type="button" className="usa-button usa-button--outline" onClick={() => setDialog('reject')}>
                  Reject
                </button>
              ) : null}
              {referral.can.includes('withdraw') ? (
                <button type="button" className="usa-button usa-button--outline" onClick={() => setDialog('withdraw')}>
                  Withdraw the referral
                </button>
              ) : null}
            </div>
          ) : undefined
        }
      />
      {dialog === 'accept' ? <AcceptDialog referral={referral} onClose={close} /> : null}
      {dialog === 'reject' ? <RejectDialog referral={referral} onClose={close} /> : null}
      {dialog === 'withdraw' ? <WithdrawDialog referral={referral} onClose={close} /> : null}
    </>
  )
}

function WithdrawDialog({ referral, onClose }: { referral: Referral; onClose: () => void }): ReactNode {
  const { complaint, to } = referral
  async function withdraw() {
    await api.post(`/complaints/${complaint.id}/referrals/${referral.id}/withdrawals`, undefined, ReferralList)
    announce('The referral is withdrawn')
    onClose()
    await refreshComplaint(complaint.id)
  }
  return (
    <ConfirmDialog title={`Withdraw the referral of ${complaint.number}?`} confirm="Withdraw the referral" keep="Leave it with them" onConfirm={withdraw} onClose={onClose}>
      <p>{`The complaint is as it was before you referred it. ${to.name} is told.`}</p>
    </ConfirmDialog>
  )
}

/** Referrals of this complaint that were decided, for both agencies. */
export function ReferralHistory({ record }: { record: ComplaintRecord }): ReactNode {
  const { timeZone } = useSession()
  const { data } = useQuery({ ...referralsQuery(record.id), enabled: record.status !== 'draft' })
  const decided = data?.items.filter((referral) => referral.state !== 'pending') ?? []
  if (decided.length === 0) return null
  return (
    <Section title="Referrals">
      <div className="stack">
        {decided.map((referral) => (
          <Section key={referral.id} level={3} title={`${referral.from.shortName} to ${referral.to.shortName}`} lead={referralStateWords[referral.state]}>
            <Facts
              items={[
                { label: 'Referred', value: `${formatMoment(referral.sentAt, timeZone)} by ${referral.sentBy.name}` },
                { label: 'Comments', value: <span className="prose">{referral.comments}</span> },
                { label: referralStateWords[referral.state], value: referral.decidedAt && referral.decidedBy ? `${formatMoment(referral.decidedAt, timeZone)} by ${referral.decidedBy.name}` : null },
                { label: 'Answer', value: referral.decisionComments ? <span className="prose">{referral.decisionComments}</span> : null },
              ]}
            />
          </Section>
        ))}
      </div>
    </Section>
  )
}
