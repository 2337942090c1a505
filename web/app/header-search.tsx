import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { addresses } from './addresses.ts'
import { hashFor } from '../ui/list-search.ts'

/** Searches by ID, name or text. "/" focuses it (`shortcut`); the words travel in the fragment of /search. */
export function HeaderSearch({ shortcut = false }: { shortcut?: boolean }): ReactNode {
  const field = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()

  useEffect(() => {
    if (!shortcut) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], dialog')) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [shortcut])

  return (
    <form
      className="header__search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        const words = field.current?.value ?? ''
        if (words.trim()) void navigate({ to: addresses.search, hash: hashFor(words) })
      }}
    >
      <Icon name="search" />
      <input ref={field} type="search" aria-label="Search ID, name or text" aria-keyshortcuts={shortcut ? '/' : undefined} placeholder="Search ID, name or text" maxLength={200} autoComplete="off" enterKeyHint="search" />
      {shortcut ? <kbd aria-hidden="true">/</kbd> : null}
    </form>
  )
}
