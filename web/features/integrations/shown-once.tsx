import type { ReactNode } from 'react'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/facts.tsx'

/** A secret that nobody can look up again: closed only by whoever says that it is stored. */
export function ShownOnce({ title, what, secret, onClose, children }: { title: string; what: string; secret: string; onClose: () => void; children: ReactNode }): ReactNode {
  return (
    <Dialog
      title={title}
      actions={
        <button type="button" className="usa-button" onClick={onClose}>
          I have stored it
        </button>
      }
    >
      <p>
        <strong>The {what} is shown this once.</strong> {children}
      </p>
      <Facts
        items={[
          {
            label: what.charAt(0).toUpperCase() + what.slice(1),
            value: (
              <>
                <span className="mono wrap-anywhere">{secret}</span> <CopyButton text={secret} what={`the ${what}`} />
              </>
            ),
          },
        ]}
      />
    </Dialog>
  )
}
