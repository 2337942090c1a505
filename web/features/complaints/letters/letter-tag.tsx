import type { ReactNode } from 'react'
import type { Letter } from '#src/modules/letters/contract.ts'
import { Tag } from '../../../ui/tag.tsx'

/** Where a letter stands, as its agency sees it. */
export function LetterTag({ letter: { status, toCompany } }: { letter: Pick<Letter, 'status' | 'toCompany'> }): ReactNode {
  if (status === 'draft') return toCompany?.approvalAsked ? <Tag tone="violet">Approval asked</Tag> : <Tag tone="dashed">Draft</Tag>
  if (status === 'approved') return <Tag tone="navy">Approved</Tag>
  if (status === 'acknowledged') return <Tag tone="green">Acknowledged</Tag>
  if (status === 'withdrawn') return <Tag tone="outlined">Withdrawn</Tag>
  if (toCompany === null) return <Tag tone="green">Issued</Tag>
  return toCompany.overdue ? <Tag tone="red">Overdue</Tag> : <Tag tone="mint">Issued</Tag>
}
