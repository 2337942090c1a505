import { z } from 'zod'
import { CalendarDate, Id, Instant } from '../../kernel/shapes.ts'
import { UserItem } from './contract.ts'

/** Do these users still belong here? (docs/rules.md 5) */
export const Verification = z
  .object({
    id: Id,
    openedAt: Instant,
    dueOn: CalendarDate,
    overdue: z.boolean(),
    users: z.array(UserItem).describe('Everybody who can sign in or was invited: whoever never signed in first, then the longest ago'),
  })
  .meta({ id: 'UserVerification' })
export type Verification = z.infer<typeof Verification>

export const CurrentVerification = z.object({
  verification: Verification.nullable().describe('The one to do now, if any'),
  last: z.object({ doneAt: Instant, by: z.string(), users: z.number().int() }).nullable(),
  nextOn: CalendarDate.nullable().describe('While none is open: when the next one opens'),
})
export type CurrentVerification = z.infer<typeof CurrentVerification>

export const CompleteVerification = z.strictObject({
  seenUserIds: z.array(Id).max(10_000).describe('The users who were shown, so that somebody added meanwhile is noticed'),
})
export type CompleteVerification = z.infer<typeof CompleteVerification>
