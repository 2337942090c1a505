import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { SearchSubjects, type FoundSubject } from '#src/modules/complaints/subject-contract.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { SelectField } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Steps } from '../../ui/steps.tsx'
import { stateOptions } from '../states.ts'
import { answerWords, cluesOf, guidedSteps, isExhausted, stepWords, type Answers, type GuidedStep } from './guided-steps.ts'
import { guidedQuery, type Clues } from './subject-queries.ts'
import { SubjectResults } from './subject-results.tsx'

type Props = { answers: Answers; onAnswers: (answers: Answers) => void; onChoose: (subject: FoundSubject) => void; onCreate: (() => void) | null }

/** Search for Subject: one question after the other, what was found under it; a new record only when all were asked. */
export function GuidedSearch({ answers, onAnswers, onChoose, onCreate }: Props): ReactNode {
  const [step, setStep] = useState<GuidedStep>(() => guidedSteps.find((one) => !(one in answers)) ?? 'website')
  const heading = useRef<HTMLHeadingElement>(null)
  const at = guidedSteps.indexOf(step)
  const next = guidedSteps[at + 1]
  const clues = cluesOf(answers)
  const hasClues = Object.values(clues).some(Boolean)
  const isAnswered = step in answers
  const exhausted = isExhausted(answers)
  const found = useQuery({ ...guidedQuery(clues), placeholderData: keepPreviousData })

  const first = useRef(true)
  useEffect(() => {
    if (!first.current) heading.current?.focus()
    first.current = false
  }, [step])

  function answer(given: Clues | null) {
    onAnswers({ ...answers, [step]: given })
    if (given === null && next) setStep(next)
  }

  return (
    <div className="stack stack--wide">
      <Steps labels={guidedSteps.map((one) => stepWords[one].title)} current={at} onStep={(index) => setStep(guidedSteps[index] ?? 'name')} mayOpen={(index) => guidedSteps.slice(0, index).every((one) => one in answers)} />
      <section className="stack" aria-labelledby="guided-question">
        <h2 id="guided-question" ref={heading} tabIndex={-1}>
          <span className="light">{`${String(at + 1)} of ${String(guidedSteps.length)} `}</span>
          {stepWords[step].question}
        </h2>
        <Question key={step} step={step} given={answers[step]} onAnswer={answer} />
      </section>
      {Object.keys(answers).length > 0 ? <SoFar answers={answers} /> : null}
      {hasClues ? (
        <section className="stack" aria-label="What was found">
          <p role="status" className="sr-only">
            {found.data ? `${String(found.data.length)} found` : 'Searching'}
          </p>
          {found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
          {found.data ? (
            <SubjectResults
              caption="Found so far, best match first"
              found={found.data}
              onChoose={onChoose}
              empty={<EmptyState title="Nothing was found with what is known so far.">{exhausted ? null : 'Go on: the next question may find it.'}</EmptyState>}
            />
          ) : found.isLoading ? (
            <Skeleton lines={3} height={48} label="Searching" />
          ) : null}
        </section>
      ) : null}
      {isAnswered && next ? (
        <div className="row">
          <button type="button" className="usa-button usa-button--outline main-action" onClick={() => setStep(next)}>
            {`Subject Not Found: go on to ${stepWords[next].title.toLowerCase()}`}
          </button>
        </div>
      ) : null}
      {exhausted ? <NotFound onCreate={onCreate} known={hasClues} /> : null}
    </div>
  )
}

function NotFound({ onCreate, known }: { onCreate: (() => void) | null; known: boolean }): ReactNode {
  return (
    <Notice
      tone="info"
      title="Subject not found?"
      actions={
        onCreate ? (
          <button type="button" className="usa-button" onClick={onCreate}>
            Create New Non-NMLS Entity
          </button>
        ) : undefined
      }
    >
      {known ? 'Look once more through what was found: another agency may track it under another name. ' : 'Nothing is known of it yet. '}
      {onCreate ? 'If it is not there, create its record; what you typed is filled in.' : 'Your role does not create records of entities.'}
    </Notice>
  )
}

function SoFar({ answers }: { answers: Answers }): ReactNode {
  return (
    <p className="muted">
      {guidedSteps
        .filter((step) => step in answers)
        .map((step) => `${stepWords[step].title}: ${answerWords(answers[step])}`)
        .join(' · ')}
    </p>
  )
}

function Question({ step, given, onAnswer }: { step: GuidedStep; given: Clues | null | undefined; onAnswer: (clues: Clues | null) => void }): ReactNode {
  const form = useContractForm(SearchSubjects, { defaultValues: { name: '', city: '', state: '', employee: '', keywords: '', phone: '', website: '', ...given } })
  const { title, hint } = stepWords[step]

  function find({ limit: _limit, words: _words, ...clues }: SearchSubjects) {
    if (step === 'location') {
      if (!clues.state) {
        form.setError('state', { type: 'missing', message: 'Choose the state.' })
        return
      }
      onAnswer({ city: clues.city, state: clues.state })
      return
    }
    const value = clues[step]
    if (!value) {
      form.setError(step, { type: 'missing', message: 'Type what you know, or say that you do not have this information.' })
      return
    }
    onAnswer({ [step]: value })
  }

  return (
    <Form form={form} label={title} onSubmit={find}>
      <div className="field-grid">
        {step === 'location' ? (
          <>
            <TextField form={form} name="city" label="City" hint={hint} optional className="third" autoComplete="off" />
            <SelectField form={form} name="state" label="State" hint="Where it sits, works or is licensed." className="third" options={stateOptions} />
          </>
        ) : (
          <TextField form={form} name={step} label={title} hint={hint} type={step === 'phone' ? 'tel' : 'text'} className="two-thirds" autoComplete="off" />
        )}
      </div>
      <div className="row">
        <SubmitButton form={form}>Search</SubmitButton>
        <button type="button" className="usa-button usa-button--outline main-action" onClick={() => onAnswer(null)}>
          I Do Not Have This Information
        </button>
      </div>
    </Form>
  )
}
