import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { ResponseDraft, SaveDraft, type ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { Instant } from '#src/kernel/shapes.ts'
import { api, ApiProblem } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { requestQuery } from '../../../company/queries.ts'
import { useAutosave } from '../../../ui/form/autosave.tsx'
import { useContractForm, type ContractForm } from '../../../ui/form/contract-form.ts'
import { fieldId } from '../../../ui/form/form.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { joined, merge, nothingYet, sameContent, type Base, type Content } from './draft-merge.ts'
import { caretAfter, mergeText } from './text-merge.ts'
import { forgetAnswer, keepAnswer, keptAnswer, keyOf } from './kept-answers.ts'

export const AnswerFields = SaveDraft.omit({ version: true })
export type AnswerForm = ContractForm<z.input<typeof AnswerFields>, z.output<typeof AnswerFields>>

/** What the server has, as it comes with stale_version. */
const Theirs = z.object({ version: z.number(), text: z.string(), links: z.array(z.string()), restricted: z.boolean(), savedBy: z.string(), savedAt: Instant })
export type Theirs = z.infer<typeof Theirs>
export type Choice = 'mine' | 'theirs' | 'both'

/** The draft of this round, if there is one that the reader may see. */
export function draftOf(record: ReceivedRequestRecord): ResponseDraft | undefined {
  return record.responses.find((response) => response.round === record.round && response.status !== 'sent')
}

/**
 * The answer that is being written: saves itself, takes over what colleagues save meanwhile, and asks when both
 * changed the text. Nothing typed is lost: what has not arrived is kept until it has.
 */
export function useAnswerDraft(record: ReceivedRequestRecord) {
  const client = useQueryClient()
  const { user } = useSession()
  const key = keyOf(user.id, record.id, record.round)
  const draft = draftOf(record)
  const [start] = useState(() => {
    const kept = keptAnswer(key)
    const base = draft ? baseOf(draft) : nothingYet
    return { base: kept?.base ?? base, content: kept?.content ?? base, restored: kept !== undefined, savedAt: draft && !kept ? new Date(draft.savedAt) : undefined }
  })
  const form: AnswerForm = useContractForm(AnswerFields, { defaultValues: { text: start.content.text, links: [...start.content.links], restricted: start.content.restricted } })
  const base = useRef<Base>(start.base)
  const [conflict, setConflict] = useState<Theirs | null>(null)
  const [setAside, setSetAside] = useState('')

  async function put(version: number, content: Content): Promise<void> {
    const saved = await api.put(`/received-requests/${record.id}/draft`, { version, ...content }, ResponseDraft)
    base.current = { ...content, version: saved.version }
    client.setQueryData(requestQuery(record.id).queryKey, (known) => known && withDraft(known, saved))
  }

  async function save(values: z.input<typeof AnswerFields>): Promise<void> {
    const mine = contentOf(values)
    if (sameContent(mine, base.current)) {
      forgetAnswer(key)
      return
    }
    keepAnswer(key, { base: base.current, content: mine })
    const checked = AnswerFields.safeParse(values)
    if (!checked.success) throw new Error(checked.error.issues[0]?.message ?? 'This cannot be saved yet.')
    try {
      await put(base.current.version, mine)
    } catch (problem) {
      const theirs = theirsIn(problem)
      if (!theirs) {
        // Answered or canceled meanwhile: the page must show it.
        if (problem instanceof ApiProblem && problem.status < 500) void client.invalidateQueries({ queryKey: requestQuery(record.id).queryKey })
        throw problem
      }
      const { content, textDiffers } = merge(base.current, mine, theirs)
      if (textDiffers) {
        setConflict(theirs)
        throw new Error(`${theirs.savedBy} changed this answer too. Choose below which text stays.`)
      }
      await put(theirs.version, content)
      show(mine, content, theirs)
    }
    setConflict(null)
    forgetAnswer(key)
  }

  /** Puts merged values into the fields, around what was typed since they were sent. */
  function show(sent: Content, merged: Content, theirs: Theirs): void {
    const now = contentOf(form.getValues())
    const text = mergeText(sent.text, now.text, merged.text)
    if (text === null) {
      // Typed in the very lines that came in: both are shown, and what is in the field stays.
      base.current = { ...base.current, text: sent.text }
      setConflict({ ...theirs, ...merged, links: [...merged.links], version: base.current.version })
      throw new Error(`${theirs.savedBy} changed this answer too. Choose below which text stays.`)
    }
    if (text !== now.text) setText(text)
    if (sameContent({ ...now, text: sent.text }, sent)) {
      form.setValue('links', [...merged.links])
      form.setValue('restricted', merged.restricted)
    }
    if (merged.text !== sent.text) announce(`${theirs.savedBy} changed the answer too. Both changes are in the text.`)
  }

  /** Another text in the field, the cursor by the same words. */
  function setText(text: string): void {
    const field = document.getElementById(fieldId('text'))
    const caret = field instanceof HTMLTextAreaElement && document.activeElement === field ? caretAfter(field.value, text, field.selectionEnd) : null
    form.setValue('text', text)
    if (caret !== null && field instanceof HTMLTextAreaElement) field.setSelectionRange(caret, caret)
  }

  const autosave = useAutosave(form, save, { savedAt: start.savedAt })
  const { saveNow, markChanged } = autosave

  useEffect(() => {
    if (start.restored) markChanged()
  }, [start, markChanged])

  // A colleague saved: shown at once where nothing of one's own is unsaved; else the next save brings both together.
  useEffect(() => {
    const latest = draftOf(record)
    if (!latest || latest.version <= base.current.version) return
    if (!sameContent(contentOf(form.getValues()), base.current)) return
    const changed = !sameContent(latest, base.current)
    base.current = baseOf(latest)
    if (!changed) return
    form.reset({ text: form.getValues('text'), links: latest.links, restricted: latest.restricted })
    setText(latest.text)
    announce(`${latest.savedBy.name} changed the answer. The page shows it.`)
  }, [record, form])

  function resolve(choice: Choice): void {
    if (!conflict) return
    const mine = contentOf(form.getValues())
    const { content } = merge(base.current, mine, conflict)
    base.current = { version: conflict.version, text: conflict.text, links: conflict.links, restricted: conflict.restricted }
    const text = choice === 'mine' ? mine.text : choice === 'theirs' ? conflict.text : joined(conflict.text, mine.text)
    setSetAside(choice === 'mine' ? conflict.text : choice === 'theirs' ? mine.text : '')
    setConflict(null)
    form.setValue('text', text)
    form.setValue('links', [...content.links])
    form.setValue('restricted', content.restricted)
    markChanged()
    announce('Chosen. The answer is saved.')
  }

  /** Adds at the end the text that was not chosen. */
  function takeBack(): void {
    form.setValue('text', joined(form.getValues('text'), setAside))
    setSetAside('')
    markChanged()
  }

  /** Saves what is unsaved; true when the server has it all. */
  async function settle(): Promise<boolean> {
    await saveNow()
    return sameContent(contentOf(form.getValues()), base.current)
  }

  return { form, saveState: autosave.state, conflict, resolve, setAside, takeBack, settle, version: () => base.current.version }
}

export function contentOf(values: z.input<typeof AnswerFields>): Content {
  return { text: values.text, links: values.links ?? [], restricted: values.restricted ?? false }
}

function baseOf({ version, text, links, restricted }: ResponseDraft): Base {
  return { version, text, links, restricted }
}

/** An older answer that arrives late never replaces a newer one. */
function withDraft(record: ReceivedRequestRecord, saved: ResponseDraft): ReceivedRequestRecord {
  const others = record.responses.filter((response) => response.id !== saved.id)
  const known = record.responses.find((response) => response.id === saved.id)
  if (known && known.version > saved.version) return record
  return { ...record, response: { status: saved.status, savedAt: saved.savedAt, savedBy: saved.savedBy }, responses: [saved, ...others].toSorted((a, b) => b.round - a.round) }
}

function theirsIn(problem: unknown): Theirs | null {
  if (!(problem instanceof ApiProblem) || problem.code !== 'stale_version') return null
  return Theirs.safeParse(problem.current).data ?? null
}
