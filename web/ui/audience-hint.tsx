import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-names.ts'

const icons = { shared: 'visibility', hidden: 'visibility_off', own: 'lock', sent: 'send', company: 'work' } satisfies Record<string, IconName>
export type Audience = keyof typeof icons

/**
 * Who will see a group of fields or what a button shares, under the title of the group:
 * `shared` an eye, `hidden` a crossed eye (never shown to someone), `own` a lock (own organisation), `sent` a paper plane.
 * <AudienceHint who="hidden">Agencies with access. Never the company.</AudienceHint>
 */
export function AudienceHint({ who, children }: { who: Audience; children: ReactNode }): ReactNode {
  return (
    <p className="hint-line">
      <Icon name={icons[who]} />
      <span>{children}</span>
    </p>
  )
}
