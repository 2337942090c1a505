import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import type { ContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { Tag } from '../../ui/tag.tsx'

type FrameProps<Input extends FieldValues, Output> = {
  what: 'template' | 'set'
  name: string | undefined
  retired: boolean
  canManage: boolean
  stale: boolean
  form: ContractForm<Input, Output>
  onSave: (input: Output) => Promise<void>
  onRetire: (retired: boolean) => Promise<void>
  children: ReactNode
}

/** The page of one template or set: its form, and taking it out of the choice. */
export function KeptFrame<Input extends FieldValues, Output>({ what, name, retired, canManage, stale, form, onSave, onRetire, children }: FrameProps<Input, Output>): ReactNode {
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState('')
  const title = name ?? `New ${what}`
  const formId = `request-${what}`
  return (
    <Page
      title={title}
      tags={retired ? <Tag tone="gray">Retired</Tag> : undefined}
      breadcrumb={[
        <Link key="list" to="/request-library">
          Request library
        </Link>,
        title,
      ]}
      foot={
        canManage ? (
          <StickyBar note={<AudienceHint who="own">Only your agency uses it. Requests that were written stay as they are.</AudienceHint>}>
            <SubmitButton form={form} formId={formId}>
              {`Save the ${what}`}
            </SubmitButton>
            <Link className="usa-button usa-button--outline" to="/request-library">
              Not now
            </Link>
            {name ? (
              <button type="button" className="usa-button usa-button--quiet" onClick={() => (retired ? void onRetire(false).catch((error: unknown) => setProblem(sentenceOf(error))) : setAsking(true))}>
                {retired ? 'Use it again' : `Retire the ${what}`}
              </button>
            ) : null}
          </StickyBar>
        ) : undefined
      }
    >
      <div className="stack">
        {problem ? <Notice tone="error">{problem}</Notice> : null}
        {stale ? (
          <Notice tone="warning" title={`Somebody else saved this ${what} meanwhile`}>
            Load the page again to see it. If you save now, what stands here holds.
          </Notice>
        ) : null}
        {canManage ? null : <AudienceHint who="own">Your role reads the library and does not change it.</AudienceHint>}
        <Form form={form} id={formId} label={title} onSubmit={onSave}>
          <div className="field-grid">{children}</div>
        </Form>
      </div>
      {asking ? (
        <ConfirmDialog title={`Retire this ${what}?`} confirm={`Retire the ${what}`} onConfirm={() => onRetire(true)} onClose={() => setAsking(false)}>
          <p>It is no longer offered for new requests. You can take it back at any time.</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}
