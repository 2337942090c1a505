import { Children, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Icon } from './icon.tsx'

/**
 * A button that discloses a list of links and buttons. Escape and a click elsewhere close it, arrows move in it.
 *   <MenuButton label="Actions"><Link …>Refer</Link><button type="button" onClick={…}>Close</button></MenuButton>
 * `face` replaces the button's words (and must have words itself; `label` then names the list); `className` its look; `align="start"` opens to the right.
 */
export function MenuButton({ label, face, className = 'usa-button usa-button--quiet', align = 'end', children }: { label: string; face?: ReactNode; className?: string; align?: 'start' | 'end'; children: ReactNode }): ReactNode {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const id = useId()

  useEffect(() => {
    if (!open) return
    const close = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('focusin', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('focusin', close)
    }
  }, [open])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setOpen(false)
      root.current?.querySelector('button')?.focus()
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    setOpen(true)
    const step = event.key === 'ArrowDown' ? 1 : -1
    requestAnimationFrame(() => {
      const items = [...(root.current?.querySelectorAll<HTMLElement>('li > a, li > button') ?? [])]
      const at = items.findIndex((item) => item === document.activeElement)
      items[at === -1 ? 0 : (at + step + items.length) % items.length]?.focus()
    })
  }

  return (
    <div ref={root} className={align === 'start' ? 'menu menu--start' : 'menu'} onKeyDown={onKeyDown}>
      <button type="button" className={className} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {face ?? label}
        <Icon name="expand_more" size={1.25} />
      </button>
      {open ? (
        <ul
          id={id}
          aria-label={label}
          className="menu__list"
          onClick={(event) => {
            if (!(event.target instanceof Element) || !event.target.closest('a, button')) return
            // The item goes with the list: a dialog that it opens gives the focus back to the button.
            root.current?.querySelector('button')?.focus()
            setOpen(false)
          }}
        >
          {Children.map(children, (child) => (child ? <MenuItem>{child}</MenuItem> : null))}
        </ul>
      ) : null}
    </div>
  )
}

function MenuItem({ children }: { children: ReactNode }): ReactNode {
  return <li>{children}</li>
}
