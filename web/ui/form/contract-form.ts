import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useRef } from 'react'
import { useForm, type DefaultValues, type FieldValues, type UseFormReturn } from 'react-hook-form'
import type { ZodType } from 'zod'
import { unanswered } from './unanswered.ts'

/** A form whose fields have the shape `Input`; what it submits, parsed by the contract, has the shape `Output`. */
export type ContractForm<Input extends FieldValues, Output> = UseFormReturn<Input, unknown, Output>

export type ContractFormOptions<Input> = {
  defaultValues: DefaultValues<Input>
  /** Keeps what was typed in memory under this name, should the page be left before it is saved or sent. */
  memoryKey?: string
}

const memory = new Map<string, unknown>()

/**
 * A React Hook Form over one of the API's own Zod contracts: the same limits and the same sentences on both sides.
 *   const form = useContractForm(CloseComplaint, { defaultValues: { version: record.version, reason: '' } })
 * Checked on submit, then again as each field is mended.
 */
export function useContractForm<Input extends FieldValues, Output>(contract: ZodType<Output, Input>, { defaultValues, memoryKey }: ContractFormOptions<Input>): ContractForm<Input, Output> {
  const form = useForm<Input, unknown, Output>({ resolver: zodResolver(contract, { error: unanswered }), defaultValues, shouldFocusError: false, reValidateMode: 'onChange' })
  const restored = useRef(false)

  useEffect(() => {
    if (!memoryKey) return
    const kept = memory.get(memoryKey)
    // Put back by name, not as new defaults: the form knows that it holds something unsaved.
    if (!restored.current && isRecord(kept)) form.reset({ ...form.getValues(), ...kept }, { keepDefaultValues: true })
    restored.current = true
    const stop = form.subscribe({ formState: { values: true }, callback: ({ values }) => void memory.set(memoryKey, structuredClone(values)) })
    return stop
  }, [form, memoryKey])
  return form
}

/** Called when the text has safely arrived at the server. */
export function forgetTyped(memoryKey: string): void {
  memory.delete(memoryKey)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
