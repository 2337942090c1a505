import type { ReactNode } from 'react'
import type { AccessRequest } from '#src/modules/sharing/access-contract.ts'
import { accessStateWords } from '#src/modules/sharing/domain/sharing-words.ts'
import { Tag } from '../../ui/tag.tsx'

/** What is ours to do is marked; what is over is plain text. */
export function AccessTag({ access }: { access: AccessRequest }): ReactNode {
  if (access.can.includes('accept')) return <Tag tone="navy">Decide</Tag>
  if (access.state === 'requested') return <Tag tone="violet">{accessStateWords.requested}</Tag>
  if (access.state === 'accepted') return <Tag tone="green">{accessStateWords.accepted}</Tag>
  return access.endedByReferral ? 'Ended by a referral' : accessStateWords[access.state]
}
