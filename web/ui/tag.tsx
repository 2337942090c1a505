import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-names.ts'

/*
 * Tags mark exceptions and what is ours; the commonest value of a column is plain text.
 *   In progress blue · Pending violet (Referral: icon="send") · Reopened gold · Closed gray · Canceled outlined ·
 *   Draft, Ready to send dashed · Your agency, Answered to review navy · With company mint ·
 *   Quick Look complete, Complete green (Clean: icon="verified_user") · Scanning yellow · Restricted lock · Overdue red
 */
const icons = {
  blue: 'autorenew',
  violet: 'schedule',
  gold: 'undo',
  gray: 'check',
  outlined: 'cancel',
  dashed: 'edit',
  navy: 'arrow_forward',
  mint: 'hourglass_empty',
  green: 'check_circle',
  yellow: 'hourglass_empty',
  lock: 'lock',
  red: 'error',
} satisfies Record<string, IconName>
export type TagTone = keyof typeof icons

export function Tag({ tone, icon, children }: { tone: TagTone; icon?: IconName; children: ReactNode }): ReactNode {
  return (
    <span className={`tag tag--${tone}`}>
      <Icon name={icon ?? icons[tone]} />
      {children}
    </span>
  )
}

/** Who must act: a navy tag when it is the reader's side, an hourglass and plain words when it is the other's. */
export function Turn({ ours, children }: { ours: boolean; children: ReactNode }): ReactNode {
  if (ours) return <Tag tone="navy">{children}</Tag>
  return (
    <span className="turn">
      <Icon name="hourglass_empty" size={1} />
      {children}
    </span>
  )
}
