import type { ReactNode } from 'react'
import type { AccessRequest } from '#src/modules/sharing/access-contract.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Section } from '../../ui/page.tsx'
import { AccessTag } from './access-tag.tsx'

/** Every request that was decided or ended, with what both sides said. */
export function AccessHistory({ requests, isOwn }: { requests: readonly AccessRequest[]; isOwn: boolean }): ReactNode {
  const { timeZone } = useSession()
  const past = requests.filter((request) => request.state !== 'requested')
  if (past.length === 0) return null
  const by = (at: string | null, person: { name: string } | null) => (at ? `${formatMoment(at, timeZone)}${person ? ` by ${person.name}` : ''}` : null)
  return (
    <Section title="Access history" hint={<AudienceHint who="own">{isOwn ? 'Your agency; each other agency sees its own requests.' : 'Your agency and the owner.'}</AudienceHint>}>
      <div className="stack">
        {past.map((request) => (
          <Section key={request.id} level={3} title={request.requester.name} lead={<AccessTag access={request} />}>
            <Facts
              items={[
                { label: 'Asked', value: by(request.requestedAt, request.requestedBy) },
                { label: 'Comments', value: request.comments ? <span className="prose">{request.comments}</span> : null },
                { label: request.state === 'rejected' ? 'Rejected' : 'Accepted', value: by(request.decidedAt, request.decidedBy) },
                { label: 'Answer', value: request.decisionComments ? <span className="prose">{request.decisionComments}</span> : null },
                { label: endWords(request), value: by(request.endedAt, request.endedBy) },
                { label: 'Why it ended', value: request.endComments ? <span className="prose">{request.endComments}</span> : null },
              ]}
            />
          </Section>
        ))}
      </div>
    </Section>
  )
}

function endWords(request: AccessRequest): string {
  if (request.endedByReferral) return 'Ended by the referral'
  if (request.state === 'withdrawn') return 'Withdrawn'
  return request.state === 'canceled' ? 'Ended with the complaint' : 'Access removed'
}
