import type { ReactNode } from 'react'
import { Tag } from '../ui/tag.tsx'

const words: Readonly<Record<string, string>> = {
  not_enrolled: 'Not enrolled',
  invited: 'Invited',
  activated: 'Activated',
  verified: 'Verified',
  users_added: 'Users added',
  contacts_assigned: 'Contacts assigned',
  complete: 'Complete',
}

/** How far a company's enrollment is. */
export function EnrollmentTag({ enrollment }: { enrollment: string }): ReactNode {
  const said = words[enrollment] ?? enrollment
  if (enrollment === 'complete') return <Tag tone="green">{said}</Tag>
  return <Tag tone={enrollment === 'not_enrolled' ? 'outlined' : 'yellow'}>{said}</Tag>
}
