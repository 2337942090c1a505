import { useId, useState, type ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import { Dialog } from './dialog.tsx'
import { sentenceOf } from './error-state.tsx'
import type { ContractForm } from './form/contract-form.ts'
import { Form, SubmitButton } from './form/form.tsx'
import { announce } from './live-region.tsx'
import { Notice } from './notice.tsx'

/*
 * The two questions of the product, each with what will happen, a button that does it and one that leaves all as it is.
 *   <ConfirmDialog title="Remove IR-000456?" confirm="Remove the request" danger onConfirm={remove} onClose={close}>It was not sent …</ConfirmDialog>
 *   <FormDialog title="Cancel IR-000456?" submit="Cancel the request" form={form} onSubmit={cancel} onClose={close}>… fields …</FormDialog>
 * A refusal of the server is shown inside; whoever opened the dialog closes it.
 */
type Asking = { title: string; keep?: string; onClose: () => void; children: ReactNode }

export function ConfirmDialog({ title, confirm, keep = 'Keep it', danger = false, onConfirm, onClose, children }: Asking & { confirm: string; danger?: boolean; onConfirm: () => Promise<unknown> }): ReactNode {
  const [problem, setProblem] = useState('')
  const [working, setWorking] = useState(false)
  async function go() {
    if (working) {
      announce('Still working')
      return
    }
    setProblem('')
    setWorking(true)
    try {
      await onConfirm()
    } catch (error) {
      setProblem(sentenceOf(error))
    } finally {
      setWorking(false)
    }
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className={danger ? 'usa-button usa-button--secondary' : 'usa-button'} aria-disabled={working} onClick={() => void go()}>
            {working ? 'Working…' : confirm}
          </button>
          <KeepButton onClose={onClose}>{keep}</KeepButton>
        </>
      }
    >
      <div className="stack">
        {problem ? <Notice tone="error">{problem}</Notice> : null}
        {children}
      </div>
    </Dialog>
  )
}

export function FormDialog<Input extends FieldValues, Output>({ title, submit, keep = 'Keep it', form, onSubmit, onClose, children }: Asking & { submit: string; form: ContractForm<Input, Output>; onSubmit: (input: Output) => unknown }): ReactNode {
  const id = useId()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <SubmitButton form={form} formId={id}>
            {submit}
          </SubmitButton>
          <KeepButton onClose={onClose}>{keep}</KeepButton>
        </>
      }
    >
      <Form form={form} id={id} label={title} onSubmit={onSubmit}>
        {children}
      </Form>
    </Dialog>
  )
}

function KeepButton({ onClose, children }: { onClose: () => void; children: ReactNode }): ReactNode {
  return (
    <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
      {children}
    </button>
  )
}
