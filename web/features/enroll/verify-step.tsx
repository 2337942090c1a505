import { useState, type ReactNode } from 'react'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RejectDialog } from './reject-dialog.tsx'
import { StepButton, useDeed } from './step-button.tsx'
import type { StepProps } from './wizard.tsx'

/** Is this the right company? Said before anything else is entered for it. */
export function VerifyStep({ wizard, advance, open }: StepProps): ReactNode {
  const { company, begunBy } = wizard
  const [rejecting, setRejecting] = useState(false)
  const verified = wizard.step !== 'verify_company'
  const deed = useDeed(() => advance('verifications'))
  return (
    <>
      <p className="prose">
        {begunBy.name} of {begunBy.agency} named {wizard.isFirstUser ? 'you' : 'a colleague of yours'} as the first user of the company below. Is it yours?
      </p>
      <div className="enroll-card">
        <Facts
          items={[
            { label: 'Company', value: <strong>{company.name}</strong> },
            { label: 'Address', value: company.address },
            { label: 'Phone', value: company.phone },
            { label: 'NMLS ID', value: company.nmlsId },
            { label: 'SES ID', value: company.sesId },
            { label: 'Kind', value: company.kind === 'depository' ? 'Depository institution' : 'Non-depository company' },
            { label: 'Business types', value: company.businessTypes.join(', ') },
          ]}
        />
      </div>
      <AudienceHint who="shared">
        {company.nmlsId === null ? 'These details came from the agency.' : 'These details come from NMLS. If one is out of date, correct it there; you can go on meanwhile.'} All state agencies see them.
      </AudienceHint>
      <p className="prose">
        Questions? Ask {begunBy.name}
        {begunBy.phone === null ? null : (
          <>
            {' '}
            at <a href={`tel:${begunBy.phone.replace(/[^\d+]/g, '')}`}>{begunBy.phone}</a>
          </>
        )}
        {begunBy.email === null ? null : (
          <>
            {begunBy.phone === null ? ' at' : ' or'} <a href={`mailto:${begunBy.email}`}>{begunBy.email}</a>
          </>
        )}
        .
      </p>
      {deed.problem ? (
        <Notice tone="error" title="Not saved">
          {deed.problem}
        </Notice>
      ) : null}
      <div className="row row--apart">
        {verified ? (
          <button type="button" className="usa-button main-action" onClick={() => open('create_users')}>
            Continue to users
          </button>
        ) : (
          <StepButton working={deed.working} onPress={deed.start}>
            Yes, this is my company
          </StepButton>
        )}
        {wizard.isFirstUser ? (
          <button type="button" className="link-button link-button--danger" onClick={() => setRejecting(true)}>
            This is not my company
          </button>
        ) : null}
      </div>
      {rejecting ? <RejectDialog wizard={wizard} onClose={() => setRejecting(false)} /> : null}
    </>
  )
}
