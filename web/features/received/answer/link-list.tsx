import { useController } from 'react-hook-form'
import type { ReactNode } from 'react'
import { linkProblem } from '#src/kernel/sharing-link.ts'
import { fieldId } from '../../../ui/form/form.tsx'
import { announce } from '../../../ui/live-region.tsx'
import type { AnswerForm } from './use-answer-draft.ts'

const most = 20

/** Why this link cannot be added, or null. */
export function newLinkProblem(link: string, links: readonly string[]): string | null {
  if (links.includes(link)) return 'This link is in the list already.'
  if (links.length >= most) return `Give at most ${String(most)} links.`
  return linkProblem(link)
}

/** File-sharing links, added one at a time. The link that is being typed is held outside, so that submitting does not lose it. */
export function LinkList({ form, typed, onType }: { form: AnswerForm; typed: string; onType: (next: string) => void }): ReactNode {
  const { field, fieldState } = useController({ control: form.control, name: 'links' })
  const links = field.value ?? []
  const id = fieldId('links')
  const error = fieldState.error?.message

  function add() {
    const link = typed.trim()
    if (!link) return
    const problem = newLinkProblem(link, links)
    if (problem) {
      form.setError('links', { type: 'link', message: problem }, { shouldFocus: false })
      document.getElementById(id)?.focus()
      return
    }
    form.clearErrors('links')
    field.onChange([...links, link])
    onType('')
    announce('Link added')
  }

  return (
    <div className={error ? 'field field--error' : 'field'}>
      <label className="field__label" htmlFor={id}>
        File-sharing link <span className="optional">(optional)</span>
      </label>
      <span className="field__hint" id={`${id}-hint`}>
        Must begin with https://. Keep it open until the complaint is closed.
      </span>
      {error ? (
        <span className="field__error" id={`${id}-error`}>
          {error}
        </span>
      ) : null}
      {links.length > 0 ? (
        <ul className="plain-list answer-links">
          {links.map((link) => (
            <li key={link}>
              <a href={link} target="_blank" rel="noreferrer noopener">
                {link}
              </a>
              <button type="button" className="link-button" aria-label={`Remove ${link}`} onClick={() => field.onChange(links.filter((other) => other !== link))}>
                Remove
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="answer-link-row">
        <input
          id={id}
          ref={field.ref}
          type="url"
          className="usa-input"
          placeholder="https://"
          autoComplete="off"
          value={typed}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${error ? `${id}-error ` : ''}${id}-hint`}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <button type="button" className="usa-button usa-button--outline" onClick={add}>
          Add<span className="sr-only"> this link</span>
        </button>
      </div>
    </div>
  )
}
