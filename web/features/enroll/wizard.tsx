import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { api, ApiProblem, newIdempotencyKey } from '../../app/api.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Steps } from '../../ui/steps.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ContactsStep } from './contacts-step.tsx'
import { enrollmentQuery } from './enroll-queries.ts'
import { chosenSteps, placeOf, shownStep, stepLabels, stepTitles, type ChosenStep } from './enroll-steps.ts'
import { ReviewStep } from './review-step.tsx'
import { UsersStep } from './users-step.tsx'
import { VerifyStep } from './verify-step.tsx'
import { WizardAside } from './wizard-aside.tsx'

const route = getRouteApi('/signed-in/enroll')

/** What every step gets: the set-up as it stands, and how to go on. */
export type StepProps = {
  wizard: EnrollmentWizard
  /** Sends what this step decided and opens the next one; refusals are thrown for the step to show. */
  advance: (path: Advance, body?: object, then?: ChosenStep) => Promise<void>
  open: (step: ChosenStep) => void
}
export type Advance = 'verifications' | 'users-steps' | 'contacts' | 'completions'

export function Wizard({ wizard }: { wizard: EnrollmentWizard }): ReactNode {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { step: asked } = route.useSearch()
  const [overtaken, setOvertaken] = useState(false)
  const step = shownStep(wizard.step, asked)
  const heading = useStepFocus(step)
  const reached = placeOf(shownStep(wizard.step, undefined))
  const place = placeOf(step)

  function open(to: ChosenStep | undefined) {
    setOvertaken(false)
    void navigate({ to: '/enroll', search: to === undefined ? {} : { step: to } })
  }

  async function advance(path: Advance, body: object = {}, then?: ChosenStep) {
    try {
      client.setQueryData(enrollmentQuery.queryKey, await api.post(`/enrollment/${path}`, { version: wizard.version, ...body }, EnrollmentWizard, { idempotencyKey: newIdempotencyKey() }))
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.code !== 'stale_version') throw problem
      await client.invalidateQueries({ queryKey: enrollmentQuery.queryKey })
      await navigate({ to: '/enroll', search: {} })
      setOvertaken(true)
      return
    }
    // The shell's navigation opens with the end of the set-up.
    void client.invalidateQueries({ queryKey: ['session'] })
    open(then)
  }

  const props: StepProps = { wizard, advance, open }
  return (
    <Page
      title={`Set up ${wizard.company.name}, ${stepTitles[step]}`}
      heading={`Set up ${wizard.company.name}`}
      focusKey="enroll"
      actions={
        <span className="save-state">
          <Icon name="check_circle" />
          Each step is saved. You can leave and come back.
        </span>
      }
      top={<Steps labels={stepLabels} current={place} headed onStep={(index) => open(chosenSteps[index - 1])} mayOpen={(index) => index > 0 && index <= reached} />}
      aside={<WizardAside wizard={wizard} step={step} />}
      roomy
      narrow
    >
      <div className="enroll-step">
        <div>
          <h2 className="step-title" ref={heading} tabIndex={-1}>
            <span className="light">{`Step ${String(place + 1)} of ${String(stepLabels.length)} `}</span>
            {stepTitles[step]}
          </h2>
        </div>
        {overtaken ? (
          <Notice tone="warning" title="The set-up went on meanwhile">
            A colleague, or you at another device, changed it after this page was loaded. This is how it stands now. What you had just entered was not saved; look and go on from here.
          </Notice>
        ) : null}
        {step === 'verify_company' ? <VerifyStep {...props} /> : null}
        {step === 'create_users' ? <UsersStep {...props} /> : null}
        {step === 'assign_contacts' ? <ContactsStep key={wizard.version} {...props} /> : null}
        {step === 'review' ? <ReviewStep {...props} /> : null}
      </div>
    </Page>
  )
}

/** The focus goes to the heading of the step that was opened. */
function useStepFocus(step: ChosenStep): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(step)
  useEffect(() => {
    if (before.current !== step) {
      heading.current?.focus({ preventScroll: true })
      scrollTo({ top: 0 })
    }
    before.current = step
  }, [step])
  return heading
}
