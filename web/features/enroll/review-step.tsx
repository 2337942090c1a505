import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import type { ChosenStep } from './enroll-steps.ts'
import { StepButton, useDeed } from './step-button.tsx'
import { UserTable } from './user-table.tsx'
import type { StepProps } from './wizard.tsx'

/** Everything that was said, each part with its way back; then the set-up is completed. */
export function ReviewStep({ wizard, advance, open }: StepProps): ReactNode {
  const { company, contacts, users } = wizard
  const deed = useDeed(() => advance('completions'))
  const nameOf = (id: string | null) => users.find((user) => user.id === id)?.name ?? null
  const later = users.length === 1
  return (
    <>
      <p className="prose">Look it through once more. All of it can be changed later, too.</p>
      <div>
        <Section title="Company" level={3} side={<Change step="verify_company" what="the company" />}>
          <Facts
            items={[
              { label: 'Company', value: company.name },
              { label: 'IDs', value: [company.sesId, company.nmlsId === null ? '' : `NMLS ${company.nmlsId}`].filter(Boolean).join(' · ') },
              { label: 'Address', value: company.address },
            ]}
          />
        </Section>
        <Section title="Users" count={users.length} level={3} side={<Change step="create_users" what="users" />}>
          <UserTable users={users} />
          {later ? <p className="muted">You create other users later, under Users in the header.</p> : null}
        </Section>
        <Section title="Contacts" level={3} side={<Change step="assign_contacts" what="contacts" />}>
          <Facts
            items={[
              { label: 'Complaints Contact', value: nameOf(contacts.complaintsContactId) },
              { label: 'SA Contact', value: nameOf(contacts.saContactId) },
              { label: 'Extra addresses', value: contacts.extraAddresses.length > 0 ? contacts.extraAddresses.map((address) => <div key={address}>{address}</div>) : 'None' },
            ]}
          />
        </Section>
      </div>
      <AudienceHint who="sent">{wizard.begunBy.agency} is told that the set-up is complete.</AudienceHint>
      {deed.problem ? (
        <Notice tone="error" title="Not completed">
          {deed.problem}
        </Notice>
      ) : null}
      <div className="row">
        <button type="button" className="usa-button usa-button--outline main-action" onClick={() => open('assign_contacts')}>
          Back
        </button>
        <StepButton working={deed.working} onPress={deed.start}>
          Complete the set-up
        </StepButton>
      </div>
    </>
  )
}

function Change({ step, what }: { step: ChosenStep; what: string }): ReactNode {
  return (
    <Link to="/enroll" search={{ step }}>
      {step === 'verify_company' ? 'See again' : 'Change'}
      <span className="sr-only"> {what}</span>
    </Link>
  )
}
