import type { ReactNode } from 'react'
import type { UserItem } from '#src/modules/users/contract.ts'
import { thirdPartyKindWords } from '#src/modules/users/domain/role-choices.ts'
import { formatTime } from '../../ui/format-date.ts'
import { Tag } from '../../ui/tag.tsx'

/** What is out of the ordinary about a user; the active have no tag. */
export function UserTags({ user, timeZone }: { user: Pick<UserItem, 'standing' | 'lockedUntil' | 'thirdParty' | 'isSelf'>; timeZone: string }): ReactNode {
  return (
    <>
      {user.isSelf ? <Tag tone="navy" icon="person">You</Tag> : null}
      {user.standing === 'invited' ? <Tag tone="mint">Invited</Tag> : null}
      {user.standing === 'removed' ? <Tag tone="gray" icon="cancel">Removed</Tag> : null}
      {user.lockedUntil ? <Tag tone="red" icon="lock">{`Locked until ${formatTime(user.lockedUntil, timeZone)}`}</Tag> : null}
      {user.thirdParty ? <Tag tone="outlined" icon="work">Third party</Tag> : null}
    </>
  )
}

const designationWords = { complaints_contact: 'Complaints Contact', sa_contact: 'Supervisory Activities Contact' } as const

/** Roles and designations in words, in one line. */
export function rolesInWords({ roles, designations }: Pick<UserItem, 'roles' | 'designations'>): string {
  return [...roles, ...designations.map((one) => designationWords[one])].join(', ')
}

export function firmInWords({ thirdParty }: Pick<UserItem, 'thirdParty'>): string | null {
  return thirdParty ? `${thirdParty.firm} (${thirdPartyKindWords[thirdParty.kind].toLowerCase()})` : null
}

/** "3 open complaints" */
export function complaintsInWords(open: number): string {
  if (open === 0) return 'No open complaint'
  return open === 1 ? '1 open complaint' : `${open.toLocaleString('en-US')} open complaints`
}
