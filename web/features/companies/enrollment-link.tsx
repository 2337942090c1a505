import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CompanyRecord } from '#src/modules/companies/contract.ts'
import { Icon } from '../../ui/icon.tsx'
import { enrollmentAddress } from './neighbours.ts'

/** To the enrollment, for whom may do something about it; gone once the company is enrolled (docs/rules.md 5). */
export function EnrollmentLink({ company, quiet = false }: { company: CompanyRecord; quiet?: boolean }): ReactNode {
  if (company.can.length === 0) return null
  return (
    <Link className={quiet ? 'usa-button usa-button--outline' : 'usa-button'} to={enrollmentAddress(company.id)}>
      <Icon name={company.can.includes('enroll') ? 'add' : 'send'} />
      {company.can.includes('enroll') ? 'Company User Enrollment' : 'Enrollment and reminder'}
    </Link>
  )
}
