import { useEffect, useId, useRef, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { focusHeading } from './page.tsx'

/**
 * A modal over the page (the browser's own dialog: focus is kept inside and given back, or to the heading if what opened it is gone; Escape closes).
 * Render it only while open: {open ? <Dialog title="Close the complaint" onClose={() => setOpen(false)} actions={…}>…</Dialog> : null}
 * `actions` stand in its foot. Without `onClose` it cannot be dismissed.
 */
export function Dialog({ title, onClose, actions, wide = false, children }: { title: string; onClose?: () => void; actions?: ReactNode; wide?: boolean; children: ReactNode }): ReactNode {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    if (dialog && !dialog.open) dialog.showModal()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
      else focusHeading()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      className={wide ? 'dialog dialog--wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose?.()
      }}
    >
      <div className="dialog__head">
        <h2 id={id}>{title}</h2>
        {onClose ? (
          <button type="button" className="icon-button" aria-label="Close this window" onClick={onClose}>
            <Icon name="close" size={1.375} />
          </button>
        ) : null}
      </div>
      <div className="dialog__body">{children}</div>
      {actions ? <div className="dialog__actions">{actions}</div> : null}
    </dialog>
  )
}
