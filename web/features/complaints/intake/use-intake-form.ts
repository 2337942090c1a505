import { useCallback, useRef, useState } from 'react'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { complaintQuery } from '../../../agency/queries.ts'
import { api, ApiProblem } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useAutosave } from '../../../ui/form/autosave.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { changesSince, fieldPaths, merge, valueAt, withValue, type Conflict, type FieldPath } from './intake-changes.ts'
import { IntakeForm, valuesOf, type IntakeValues } from './intake-values.ts'

/** Some fields cannot be saved as they are; each says so itself. The others were saved. */
export class FieldsNotRight extends Error {}

/**
 * The form of a complaint and its saving: a little after the last key, one save at a time, only what changed. When somebody
 * else saved meanwhile, their changes are taken in; where both changed a field, saving waits until one text was chosen.
 */
export function useIntakeForm(record: ComplaintRecord, { autosave: saves, today }: { autosave: boolean; today: string }) {
  const { id } = record
  const form = useContractForm(IntakeForm, { defaultValues: valuesOf(record), memoryKey: saves ? undefined : updateKey(id) })
  const server = useRef({ version: record.version, saved: valuesOf(record) })
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([])
  const open = useRef(false)
  const refused = useRef(new Map<FieldPath, { value: string | boolean; message: string }>())

  const save = useCallback(
    async (values: IntakeValues): Promise<void> => {
      if (open.current) throw new Error(waiting)
      const { fields, sent, problems } = changesSince(server.current.saved, values, today, refused.current)
      for (const { path, message } of problems) form.setError(path, { type: 'contract', message })
      const first = problems[0]
      const notRight = first && new FieldsNotRight(problems.length === 1 ? first.message : `${first.message} ${String(problems.length)} fields wait for you.`)
      // A button saves everything or nothing; by itself the form saves what it can.
      if (notRight && !saves) throw notRight
      if (sent.length > 0) {
        try {
          const next = await api.patch(`/complaints/${id}`, { version: server.current.version, fields }, ComplaintRecord)
          const saved = sent.reduce((known, path) => withValue(known, path, valueAt(values, path)), server.current.saved)
          server.current = { version: next.version, saved }
          queryClient.setQueryData(complaintQuery(id).queryKey, next)
          form.clearErrors([...sent])
        } catch (error) {
          if (error instanceof ApiProblem && error.code === 'stale_version') {
            await catchUp()
            return
          }
          if (error instanceof ApiProblem && takeRefusals(error) && saves) {
            // The rest is saved without what was refused.
            await save(values)
            return
          }
          if (error instanceof ApiProblem && error.status === 404 && saves) throw new Error('This draft is gone: it was discarded. Copy what you still need before you leave.')
          throw error
        }
      }
      if (notRight) throw notRight

      function takeRefusals({ fields: sentences }: ApiProblem): boolean {
        let isNew = false
        for (const path of fieldPaths) {
          const message = sentences[path]
          if (message === undefined) continue
          form.setError(path, { type: 'server', message })
          isNew ||= sent.includes(path)
          refused.current.set(path, { value: valueAt(values, path), message })
        }
        return isNew
      }

      async function catchUp(): Promise<void> {
        const latest = await api.get(`/complaints/${id}`, ComplaintRecord)
        const theirs = valuesOf(latest)
        const { merged, conflicts: found } = merge(server.current.saved, form.getValues(), theirs)
        server.current = { version: latest.version, saved: theirs }
        queryClient.setQueryData(complaintQuery(id).queryKey, latest)
        form.reset(merged, { keepErrors: true })
        if (found.length === 0) {
          await save(merged)
          return
        }
        open.current = true
        setConflicts(found)
        throw new Error(waiting)
      }
    },
    [form, id, saves, today],
  )

  const autosave = useAutosave(form, save, { enabled: saves, delayMs: 1200 })
  const { saveNow, markChanged } = autosave

  /** Ends the choice between two texts; `takeTheirs` names the fields in which theirs stands. */
  const resolve = useCallback(
    (takeTheirs: ReadonlySet<FieldPath>) => {
      for (const { path, theirs } of conflicts) if (takeTheirs.has(path)) form.setValue(path, theirs)
      open.current = false
      setConflicts([])
      markChanged()
    },
    [conflicts, form, markChanged],
  )

  return {
    form,
    state: autosave.state,
    conflicts,
    resolve,
    /** Saves what is not saved yet; true when the server then has everything. */
    saveAll: useCallback(async (): Promise<boolean> => {
      await saveNow()
      const { sent, problems } = changesSince(server.current.saved, form.getValues(), today, refused.current)
      return sent.length === 0 && problems.length === 0 && !open.current
    }, [saveNow, form, today]),
    /** For a form that is saved by a button. */
    saveOnce: useCallback(() => save(form.getValues()), [save, form]),
    version: () => server.current.version,
  }
}
export type Intake = ReturnType<typeof useIntakeForm>

/** Where the text of an update is kept in memory until it is saved. */
export function updateKey(id: string): string {
  return `update-${id}`
}

const waiting = 'Somebody else changed the same fields. Choose which text stands.'
