import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { EnrollmentStatus } from '#src/modules/enrollment/contract.ts'
import { firstUserFrom } from '../../agency/first-user.ts'
import { EnrollmentTag } from '../../agency/enrollment-tag.tsx'
import { FirstUserFields } from '../../agency/first-user-fields.tsx'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { CheckField } from '../../ui/form/choice-fields.tsx'
import type { ContractForm } from '../../ui/form/contract-form.ts'
import { Fieldset } from '../../ui/form/field.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Notice } from '../../ui/notice.tsx'
import type { SendInput, SendOutput } from './send-form.ts'

type WhoGetsThisProps = { form: ContractForm<SendInput, SendOutput>; status: EnrollmentStatus }
const names = { name: 'enroll.name', title: 'enroll.title', email: 'enroll.email', phone: 'enroll.phone' } as const

/** Sending to a company that is not enrolled: its first user is named here, or reminded. */
export function WhoGetsThis({ form, status }: WhoGetsThisProps): ReactNode {
  const { companyName: company } = status
  if (status.can.includes('enroll')) {
    return (
      <Fieldset
        legend={`Who gets this at ${company}`}
        hint={<AudienceHint who="sent">{`${company} is not enrolled yet. This person is invited by e-mail as its first user and opens your requests once the enrollment is complete.`}</AudienceHint>}
      >
        <FirstUserFields form={form} names={names} status={status} level={2} onUse={(contact) => form.setValue('enroll', firstUserFrom(contact), { shouldDirty: true, shouldValidate: form.formState.isSubmitted })} />
      </Fieldset>
    )
  }
  if (status.enrollment === null) {
    return (
      <Notice tone="warning" title={`${company} cannot be invited yet`}>
        Nothing can be sent to it: only an import has named it.{' '}
        <Link to="/companies/$id" params={{ id: status.companyId }}>
          Look at its record
        </Link>
        , or change the subject of the complaint.
      </Notice>
    )
  }
  return <UnderwayNow form={form} status={status} enrollment={status.enrollment} />
}

function UnderwayNow({ form, status, enrollment }: WhoGetsThisProps & { enrollment: NonNullable<EnrollmentStatus['enrollment']> }): ReactNode {
  const { timeZone } = useSession()
  const { firstUser } = enrollment
  return (
    <Fieldset
      legend={`Who gets this at ${status.companyName}`}
      hint={<AudienceHint who="sent">{`${firstUser.name} is told that requests wait, and opens them once the enrollment is complete.`}</AudienceHint>}
    >
      <p>
        <EnrollmentTag enrollment={status.state} /> <strong>{firstUser.name}</strong>
        <span className="muted">{`, invited ${formatMoment(enrollment.invitedAt, timeZone)} by ${enrollment.agency}. `}</span>
        <Link to="/companies/$id/enrollment" params={{ id: status.companyId }}>
          Enrollment
        </Link>
      </p>
      {status.can.includes('remind') ? (
        <CheckField
          form={form}
          name="remind"
          panel
          label="Remind now"
          hint={enrollment.invitationEnded ? `The link ended ${formatMoment(enrollment.invitationEndsAt, timeZone)}. The reminder brings a new one.` : `Sends ${firstUser.name} a reminder to finish the enrollment, together with the requests.`}
        />
      ) : (
        <p className="muted">A reminder was sent within the last hour.</p>
      )}
    </Fieldset>
  )
}
