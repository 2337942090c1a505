import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-names.ts'

const icons = { info: 'info_outline', success: 'check_circle', warning: 'warning', error: 'error' } satisfies Record<string, IconName>
export type NoticeTone = keyof typeof icons

/** A message in the page. Errors are announced at once, the others politely. `actions`: buttons under the text. */
export function Notice({ tone, title, children, actions }: { tone: NoticeTone; title?: string; children?: ReactNode; actions?: ReactNode }): ReactNode {
  return (
    <div className={`notice notice--${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon name={icons[tone]} />
      <div className="notice__body">
        {title ? <p className="notice__title">{title}</p> : null}
        {children ? <div>{children}</div> : null}
        {actions ? <div className="row">{actions}</div> : null}
      </div>
    </div>
  )
}
