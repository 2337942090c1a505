import type { ReactNode } from 'react'
import type { ComplaintItem } from '#src/modules/complaints/contract.ts'
import type { Status } from '#src/modules/complaints/domain/lifecycle.ts'
import { Tag, Turn } from '../ui/tag.tsx'
import { isOpen, statusWords } from './complaint-words.ts'

/** A complaint's status. In a list the commonest one is plain text, so that tags mark exceptions. */
export function StatusTag({ status, list = false }: { status: Status; list?: boolean }): ReactNode {
  const words = statusWords[status]
  switch (status) {
    case 'in_progress':
      return list ? words : <Tag tone="blue">{words}</Tag>
    case 'draft':
      return <Tag tone="dashed">{words}</Tag>
    case 'pending':
      return <Tag tone="violet">{words}</Tag>
    case 'referral_in_progress':
      return (
        <Tag tone="violet" icon="send">
          {words}
        </Tag>
      )
    case 'closed':
      return <Tag tone="gray">{words}</Tag>
    case 'reopened':
      return <Tag tone="gold">{words}</Tag>
    case 'canceled':
      return <Tag tone="outlined">{words}</Tag>
  }
}

/** Who must act, while the complaint is open. */
export function WaitingFor({ item }: { item: Pick<ComplaintItem, 'waitingFor' | 'status' | 'isOwn' | 'agency'> }): ReactNode {
  if (!item.waitingFor || !isOpen(item.status)) return <span className="muted">Nobody</span>
  if (item.waitingFor === 'company') return <Turn ours={false}>Company</Turn>
  return item.isOwn ? <Turn ours>Your agency</Turn> : item.agency.shortName
}
