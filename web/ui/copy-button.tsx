import { useState, type ReactNode } from 'react'
import { announce } from './live-region.tsx'
import { Icon } from './icon.tsx'

/** Copies a code or an ID; `what` names it ("the checksum"). */
export function CopyButton({ text, what }: { text: string; what: string }): ReactNode {
  const [copied, setCopied] = useState(false)
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      announce('Copied')
      setTimeout(() => setCopied(false), 2000)
    } catch {
      announce('Your browser did not allow copying. Select the text and copy it yourself.')
    }
  }
  return (
    <button type="button" className="icon-button" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      <Icon name={copied ? 'check' : 'content_copy'} size={1.125} />
    </button>
  )
}
