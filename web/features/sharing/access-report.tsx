import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AccessRequest } from '#src/modules/sharing/access-contract.ts'
import { accessStates } from '#src/modules/sharing/domain/sharing-states.ts'
import { accessStateWords } from '#src/modules/sharing/domain/sharing-words.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { AccessTag } from './access-tag.tsx'
import { accessListQuery } from './sharing-queries.ts'
import { answerWords, rowsOf, SharingReport, type SharingKind, type SharingRow } from './sharing-report.tsx'

const route = getRouteApi('/signed-in/access-requests')

/** Requests for access: what waits for us, what we decided, what we wait for, what became of ours. */
export function AccessReport(): ReactNode {
  const search = route.useSearch()
  const query = useInfiniteQuery({ ...accessListQuery({ ...search, limit: 20 }), placeholderData: keepPreviousData, select: toRows })
  return <SharingReport kind={kind} search={search} query={query} />
}

const kind: SharingKind = {
  key: 'access',
  path: '/access-requests',
  title: 'Access requests',
  lead: 'Agencies that ask to read the details of one another’s complaints.',
  other: { to: '/referrals', words: 'Referrals' },
  history: 'My Request History',
  heads: { asking: 'Requesting agency', asked: 'Owner', begun: 'Asked' },
  states: accessStates.filter((state) => state !== 'requested').map((value) => ({ value, label: accessStateWords[value] })),
  empty: {
    incoming: { title: 'No agency waits for a decision of yours.', next: 'When one asks to read a complaint of your agency, your Complaint Supervisors get a task, and the request stands here.' },
    decisions: { title: 'Your agency has decided on no request yet.', next: 'Accepted and rejected requests stand here, with who decided and why. From here access can be removed again.' },
    outgoing: { title: 'Your agency waits for no decision.', next: 'Open a complaint of another agency and choose Request Access.' },
    history: { title: 'No request of your agency was decided yet.', next: 'Accepted, rejected, withdrawn and ended ones stand here.' },
    filtered: { title: 'No request matches these filters.', next: 'Take a filter away.' },
  },
  audience: <AudienceHint who="shared">The two agencies of each request; agencies with access see who else has it</AudienceHint>,
}

const toRows = rowsOf((access: AccessRequest): SharingRow => {
  const latest = access.endedAt ? { at: access.endedAt, by: access.endedBy?.name } : access.decidedAt ? { at: access.decidedAt, by: access.decidedBy?.name } : null
  return {
    id: access.id,
    complaint: access.complaint,
    to: '/complaints/$id/access',
    asking: access.requester.name,
    asked: access.owner.name,
    comments: access.comments,
    answer: access.endComments ? `Removed: ${access.endComments}` : answerWords(access.decisionComments),
    tag: <AccessTag access={access} />,
    begun: { at: access.requestedAt, by: access.requestedBy?.name },
    changed: latest,
  }
})
