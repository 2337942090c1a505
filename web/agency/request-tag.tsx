import type { ReactNode } from 'react'
import type { RequestItem } from '#src/modules/information-requests/contract.ts'
import { Tag } from '../ui/tag.tsx'

/** How far a request is: ready, with the company, answered and to be reviewed, looked at, canceled. */
export function RequestTag({ request }: { request: Pick<RequestItem, 'status'> & { quickLook: RequestItem['quickLook'] | boolean } }): ReactNode {
  switch (request.status) {
    case 'ready_to_send':
      return <Tag tone="dashed">Ready to send</Tag>
    case 'sent_to_company':
      return <Tag tone="mint">With company</Tag>
    case 'sent_to_agency':
      return request.quickLook ? <Tag tone="green">Quick Look complete</Tag> : <Tag tone="navy">Answered, to review</Tag>
    case 'canceled':
      return <Tag tone="outlined">Canceled</Tag>
  }
}

/** Answered and not yet looked at. */
export function isToReview(request: Pick<RequestItem, 'status' | 'quickLook'>): boolean {
  return request.status === 'sent_to_agency' && !request.quickLook
}
