import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useController } from 'react-hook-form'
import { AddPost, type Candidate, type Named } from '#src/modules/discussion/contract.ts'
import { mentionMark, mentionsIn, mostCharacters } from '#src/modules/discussion/domain/markup.ts'
import { forgetTyped, useContractForm } from '../../ui/form/contract-form.ts'
import { countCharacters } from '../../ui/form/characters.ts'
import { FieldFrame, useField } from '../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { Icon } from '../../ui/icon.tsx'
import { findCandidates, type BoardOf } from './discussion-queries.ts'
import { MentionField, type Caret } from './mention-field.tsx'
import { toStored, toTyped, withLabel, type Labels } from './mention-text.ts'

/** Who was named in texts that are not posted yet, beside the text itself (ui/form/contract-form.ts keeps that). */
const kept = new Map<string, Labels>()

type Props = {
  board: BoardOf
  label: string
  submit: string
  /** Keeps what was typed when the page is left. */
  memoryKey?: string
  initial?: { text: string; named: readonly Named[] }
  onSave: (text: string, pressed: string | undefined) => Promise<unknown>
  /** After the buttons, such as one that leaves all as it is. */
  more?: () => ReactNode
  withDocuments?: boolean
}

/** Where a post is written or edited. */
export function Composer({ board, label, submit, memoryKey, initial, onSave, more, withDocuments = false }: Props): ReactNode {
  const id = useId()
  const [typed] = useState(() => toTyped(initial?.text ?? '', initial?.named ?? []))
  const form = useContractForm(AddPost, { defaultValues: { text: typed.text }, ...(memoryKey !== undefined && { memoryKey }) })
  const [labels, setLabels] = useState<Labels>(() => (memoryKey === undefined ? typed.labels : (kept.get(memoryKey) ?? typed.labels)))
  const props = { form, name: 'text' as const, label, hint: 'Type @ to name people, agencies or All Agency' }
  const { error, described: ofField } = useField(props)
  // A post that is edited stands on the same page as the one that is written: each has names of its own.
  const boxId = `${ofField.id}-${id}`
  const described = { ...ofField, id: boxId, 'aria-describedby': `${error ? `${boxId}-error ` : ''}${boxId}-hint` }
  const { field } = useController({ control: form.control, name: 'text' })
  const box = useRef<HTMLTextAreaElement>(null)
  const caret = useRef<Caret | null>(null)
  const count = countCharacters(field.value)
  const marks = new Set(mentionsIn(toStored(field.value, labels)).map(mentionMark))
  const namedHere = [...labels].flatMap(([label, mark]) => (marks.has(mark) ? [label.slice(1)] : []))

  function name(who: Candidate): string {
    const made = withLabel(labels, who)
    setLabels(made.labels)
    if (memoryKey !== undefined) kept.set(memoryKey, made.labels)
    return made.label
  }

  /** Puts marks around what is selected, or before each of its lines. */
  function change(edit: (selected: string) => string, look = false) {
    const area = box.current
    if (!area) return
    const { selectionStart: start, selectionEnd: end } = area
    const made = edit(field.value.slice(start, end))
    caret.current = { at: start === end && made.startsWith('**') ? start + 2 : start + made.length, look }
    field.onChange(field.value.slice(0, start) + made + field.value.slice(end))
  }
  const bold = () => change((selected) => `**${selected}**`)
  const list = () => change((selected) => (box.current && atLineStart(box.current) ? '' : '\n') + selected.split('\n').map((line) => `- ${line}`).join('\n'))
  const mention = () => change(() => (box.current && /(^|[\s(])$/.test(field.value.slice(0, box.current.selectionStart)) ? '@' : ' @'), true)
  function shortcut(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'b') return
    event.preventDefault()
    bold()
  }

  return (
    <div className="composer">
      <Form
        form={form}
        id={id}
        label={label}
        onSubmit={async ({ text }, pressed) => {
          await onSave(toStored(text, labels), pressed)
          if (memoryKey === undefined) return
          forgetTyped(memoryKey)
          kept.delete(memoryKey)
          form.reset({ text: '' })
          setLabels(new Map())
        }}
      >
        <FieldFrame id={described.id} label={label} hint={props.hint} error={error}>
          <div className="composer__tools" role="group" aria-label="Formatting">
            <button type="button" className="link-button" onClick={bold}>
              <strong>Bold</strong>
            </button>
            <button type="button" className="link-button" onClick={list}>
              List
            </button>
            <button type="button" className="link-button" onClick={mention}>
              @ Name somebody
            </button>
          </div>
          <MentionField caret={caret} box={box} id={described.id} described={described} value={field.value} rows={4} onChange={field.onChange} onBlur={field.onBlur} search={(words, signal) => findCandidates(board, words, signal)} onName={name} onKeyDown={shortcut} />
          <div className="field__foot">
            {namedHere.length > 0 ? (
              <span>
                <Icon name="notifications" /> Named: {namedHere.join(', ')}
              </span>
            ) : null}
            {count > mostCharacters * 0.8 ? (
              <span className={count > mostCharacters ? 'late num' : 'num'} role="status">{`${count.toLocaleString('en-US')} of ${mostCharacters.toLocaleString('en-US')} characters`}</span>
            ) : null}
          </div>
        </FieldFrame>
        <div className="row">
          <SubmitButton form={form}>{submit}</SubmitButton>
          {withDocuments ? (
            <SubmitButton form={form} value="files" tone="outline">
              Post, then its documents
            </SubmitButton>
          ) : null}
          {more?.()}
        </div>
      </Form>
    </div>
  )
}

function atLineStart(area: HTMLTextAreaElement): boolean {
  return area.selectionStart === 0 || area.value.charAt(area.selectionStart - 1) === '\n'
}
