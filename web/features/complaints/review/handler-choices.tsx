import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import { colleaguesQuery } from '../../../agency/queries.ts'
import { useSession } from '../../../app/session.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { RadioGroup } from '../../../ui/form/choice-fields.tsx'
import type { FieldProps } from '../../../ui/form/field.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'

/** Supervisors and Managers of the agency to choose from, each with the open complaints that they have already. */
export function HandlerChoices<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { withoutMe?: boolean; without?: readonly string[] }): ReactNode {
  const { withoutMe = false, without = [], ...field } = props
  const { user } = useSession()
  const colleagues = useQuery(colleaguesQuery)
  if (colleagues.error) return <ErrorState error={colleagues.error} retry={colleagues.refetch} />
  if (colleagues.isPending) return <Skeleton lines={4} height={10} />
  const candidates = colleagues.data.items.filter((person) => person.complaintsRole !== 'viewer' && !(withoutMe && person.id === user.id) && !without.includes(person.id))
  if (candidates.length === 0) return <Notice tone="info">Nobody else of your agency is a Complaint Supervisor or Complaint Manager.</Notice>
  return (
    <RadioGroup
      {...field}
      options={candidates.map(({ id, name, title, complaintsRole, openComplaints }) => ({
        value: id,
        label: id === user.id ? `${name} (you)` : name,
        hint: [title ?? (complaintsRole === 'supervisor' ? 'Complaint Supervisor' : 'Complaint Manager'), `${openComplaints.toLocaleString('en-US')} open ${openComplaints === 1 ? 'complaint' : 'complaints'}`].join(' · '),
      }))}
    />
  )
}
