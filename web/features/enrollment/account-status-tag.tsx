import type { ReactNode } from 'react'
import type { AccountRequestItem } from '#src/modules/companies/account-requests-contract.ts'
import { Tag } from '../../ui/tag.tsx'

export function AccountStatusTag({ status }: { status: AccountRequestItem['status'] }): ReactNode {
  switch (status) {
    case 'pending':
      return <Tag tone="yellow">Waits for a decision</Tag>
    case 'approved':
      return <Tag tone="green">Approved</Tag>
    case 'rejected':
      return <Tag tone="outlined">Rejected</Tag>
  }
}
