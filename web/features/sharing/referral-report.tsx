import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Referral } from '#src/modules/sharing/contract.ts'
import { referralStates } from '#src/modules/sharing/domain/sharing-states.ts'
import { referralStateWords } from '#src/modules/sharing/domain/sharing-words.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Tag } from '../../ui/tag.tsx'
import { referralListQuery } from './sharing-queries.ts'
import { answerWords, rowsOf, SharingReport, type SharingKind, type SharingRow } from './sharing-report.tsx'

const route = getRouteApi('/signed-in/referrals')

/** Referrals: what waits for us, what we decided, what we wait for, what became of ours. */
export function ReferralReport(): ReactNode {
  const search = route.useSearch()
  const query = useInfiniteQuery({ ...referralListQuery({ ...search, limit: 20 }), placeholderData: keepPreviousData, select: toRows })
  return <SharingReport kind={kind} search={search} query={query} />
}

const kind: SharingKind = {
  key: 'referrals',
  path: '/referrals',
  title: 'Referrals',
  lead: 'Complaints that agencies hand to one another before anything was sent to the company.',
  other: { to: '/access-requests', words: 'Access requests' },
  history: 'My Referral History',
  heads: { asking: 'From', asked: 'To', begun: 'Referred' },
  states: referralStates.filter((state) => state !== 'pending').map((value) => ({ value, label: referralStateWords[value] })),
  empty: {
    incoming: { title: 'No agency has referred a complaint that waits for yours.', next: 'When one does, your Supervisors and Managers get a task, and the referral stands here.' },
    decisions: { title: 'Your agency has decided on no referral yet.', next: 'Accepted and rejected ones stand here.' },
    outgoing: { title: 'No referral of your agency waits.', next: 'Refer a complaint from its Actions, before any request is sent.' },
    history: { title: 'No referral of your agency was decided yet.', next: 'Accepted, rejected, withdrawn and canceled ones stand here.' },
    filtered: { title: 'No referral matches these filters.', next: 'Take a filter away.' },
  },
  audience: <AudienceHint who="own">The two agencies of each referral</AudienceHint>,
}

const toRows = rowsOf((referral: Referral): SharingRow => ({
  id: referral.id,
  complaint: referral.complaint,
  to: '/complaints/$id',
  asking: referral.from.name,
  asked: referral.to.name,
  comments: referral.comments,
  answer: answerWords(referral.decisionComments),
  tag: <StateTag referral={referral} />,
  begun: { at: referral.sentAt, by: referral.sentBy.name },
  changed: referral.decidedAt ? { at: referral.decidedAt, by: referral.decidedBy?.name } : null,
}))

function StateTag({ referral }: { referral: Referral }): ReactNode {
  if (referral.can.includes('accept')) return <Tag tone="navy">Decide</Tag>
  if (referral.state === 'pending') return <Tag tone="violet" icon="send">{referralStateWords.pending}</Tag>
  if (referral.state === 'accepted') return <Tag tone="green">{referralStateWords.accepted}</Tag>
  return referralStateWords[referral.state]
}
