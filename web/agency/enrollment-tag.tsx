import type { ReactNode } from 'react'
import { Tag } from '../ui/tag.tsx'
import { enrollmentWords } from './enrollment-words.ts'

/** How far a company's enrollment is. */
export function EnrollmentTag({ enrollment }: { enrollment: string }): ReactNode {
  const said = Object.entries(enrollmentWords).find(([state]) => state === enrollment)?.[1] ?? enrollment
  if (enrollment === 'complete') return <Tag tone="green">{said}</Tag>
  return <Tag tone={enrollment === 'not_enrolled' ? 'outlined' : 'yellow'}>{said}</Tag>
}
