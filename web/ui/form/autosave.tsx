import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import { sentenceOf } from '../error-state.tsx'
import { formatTime } from '../format-date.ts'
import { Icon } from '../icon.tsx'
import { announce } from '../live-region.tsx'
import type { ContractForm } from './contract-form.ts'

/*
 * Saves a form by itself a little after the last key.
 *   const autosave = useAutosave(form, (values) => api.put(`/complaints/${id}/draft`, values, Draft), { delayMs: 1500 })
 *   <Page … actions={<SaveState state={autosave.state} note="Only your agency sees drafts" />}>
 *   await autosave.saveNow()      before leaving or submitting
 * Saves never overlap; what is typed meanwhile is saved next. Without a network it tries again until it succeeds,
 * and the browser warns before the page is closed with something unsaved.
 */
export type AutosaveState = { kind: 'idle' } | { kind: 'saving' } | { kind: 'saved'; at: Date } | { kind: 'failed'; sentence: string; retrying: boolean }

export function useAutosave<Input extends FieldValues, Output>(form: ContractForm<Input, Output>, save: (values: Input) => Promise<unknown>, { delayMs = 1500, enabled = true, savedAt }: { delayMs?: number; enabled?: boolean; savedAt?: Date } = {}) {
  const [state, setState] = useState<AutosaveState>(savedAt ? { kind: 'saved', at: savedAt } : { kind: 'idle' })
  const latest = useRef(save)
  latest.current = save
  const work = useRef<{ dirty: boolean; running: Promise<void> | null; timer: ReturnType<typeof setTimeout> | undefined; failures: number }>({ dirty: false, running: null, timer: undefined, failures: 0 })

  const run = useCallback(async (): Promise<void> => {
    const job = work.current
    clearTimeout(job.timer)
    if (job.running) await job.running
    if (!job.dirty) return
    job.dirty = false
    setState({ kind: 'saving' })
    job.running = latest.current(structuredClone(form.getValues())).then(
      () => {
        job.failures = 0
        setState({ kind: 'saved', at: new Date() })
        announce('Saved')
      },
      (error: unknown) => {
        job.dirty = true
        job.failures += 1
        const retrying = isPassing(error)
        setState({ kind: 'failed', sentence: sentenceOf(error), retrying })
        if (job.failures === 1) announce(`Not saved. ${sentenceOf(error)}`)
        if (retrying) job.timer = setTimeout(() => void run(), Math.min(30_000, 1000 * 2 ** job.failures))
      },
    )
    await job.running
    job.running = null
  }, [form])

  useEffect(() => {
    const job = work.current
    if (!enabled) return
    const stop = form.subscribe({
      formState: { values: true },
      callback: ({ name, type }) => {
        // Only what a person changed: a reset has no name and no type.
        if (name === undefined && type === undefined) return
        job.dirty = true
        clearTimeout(job.timer)
        job.timer = setTimeout(() => void run(), delayMs)
      },
    })
    const flush = () => {
      if (job.dirty) void run()
    }
    const warn = (event: BeforeUnloadEvent) => {
      if (job.dirty || job.running) event.preventDefault()
    }
    addEventListener('online', flush)
    addEventListener('beforeunload', warn)
    document.addEventListener('visibilitychange', flush)
    return () => {
      stop()
      removeEventListener('online', flush)
      removeEventListener('beforeunload', warn)
      document.removeEventListener('visibilitychange', flush)
      flush()
    }
  }, [form, delayMs, enabled, run])

  const markChanged = useCallback(() => {
    work.current.dirty = true
    clearTimeout(work.current.timer)
    work.current.timer = setTimeout(() => void run(), delayMs)
  }, [delayMs, run])

  return { state, saveNow: run, markChanged }
}

/** Where the text stands, at the top right of a form; announced politely by useAutosave itself. */
export function SaveState({ state, zone, note }: { state: AutosaveState; zone?: string; note?: string }): ReactNode {
  const tail = note ? `. ${note}` : ''
  switch (state.kind) {
    case 'idle':
      return <span className="save-state">{note ?? 'Saves by itself'}</span>
    case 'saving':
      return <span className="save-state">Saving…</span>
    case 'saved':
      return (
        <span className="save-state">
          <Icon name="check_circle" size={1.125} />
          Saved {formatTime(state.at, zone)}
          {tail}
        </span>
      )
    case 'failed':
      return (
        <span className="save-state save-state--failed">
          <Icon name="error" size={1.125} />
          Not saved: {state.sentence}
          {state.retrying ? ' It is tried again by itself.' : ''}
        </span>
      )
  }
}

/** A network that does not answer, or a server that fails: worth trying again. A refusal is not. */
function isPassing(error: unknown): boolean {
  if (error instanceof TypeError) return true
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 500
}
