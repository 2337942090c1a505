import { useState, type ClipboardEvent, type ReactNode } from 'react'
import { countCharacters } from '#src/kernel/text.ts'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import type { Intake } from './use-intake-form.ts'

/** The consumer's own words, typed or pasted as a whole letter: line breaks stay, and what was pasted is counted. */
export function NarrativeField({ intake: { form } }: { intake: Intake }): ReactNode {
  const [pasted, setPasted] = useState('')
  function onPaste(event: ClipboardEvent) {
    const text = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n')
    const count = countCharacters(text)
    // A word or a line needs no report.
    if (count < 200) return
    const lines = text.split('\n').length
    const sentence = `Pasted ${count.toLocaleString('en-US')} characters${lines > 1 ? ` in ${lines.toLocaleString('en-US')} lines, as they stood` : ''}.`
    setPasted(sentence)
    announce(sentence)
  }
  return (
    <div onPaste={onPaste}>
      <TextArea
        form={form}
        name="narrative"
        label="What happened, in the consumer’s words"
        hint="Type it, or paste the whole letter: its line breaks stay."
        max={50_000}
        rows={14}
        foot={pasted ? <span>{pasted}</span> : undefined}
      />
    </div>
  )
}
