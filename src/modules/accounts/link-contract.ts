import { z } from 'zod'
import { requiredText } from '../../kernel/shapes.ts'

/** The token of a one-time link. It stands in the link's fragment, which no server and no log sees, and comes in bodies only. */
const Token = z.string().min(1, 'Open the link of the e-mail again.').max(200)
/** Judged by domain/password-rules.ts; here only so long that nothing is worked out for a novel. */
const NewPassword = z.string().min(1, 'Enter a password.').max(1024, 'Use at most 256 characters.')

export const LinkLookup = z
  .strictObject({ token: Token, purpose: z.enum(['activation', 'password_reset']) })
  .meta({ example: { token: 'AZhy…', purpose: 'activation' } })
export type LinkLookup = z.infer<typeof LinkLookup>
export const LinkOwner = z.object({
  email: z.string(),
  name: z.string(),
  organisation: z.string().nullable().describe('Null for whoever runs the system'),
  kind: z.enum(['agency', 'company', 'platform']),
  hasSecondFactor: z.boolean(),
})
export type LinkOwner = z.infer<typeof LinkOwner>

export const PasswordByLink = z.strictObject({ token: Token, password: NewPassword }).meta({ example: { token: 'AZhy…', password: 'seven green lamps at noon' } })
export type PasswordByLink = z.infer<typeof PasswordByLink>

export const AskForReset = z
  .strictObject({ email: requiredText(254, 'Enter your e-mail address.').overwrite((email) => email.trim()).refine((email) => /^[^@\s]+@[^@\s]+$/.test(email), { error: 'Enter an e-mail address, such as name@example.com.' }) })
  .meta({ example: { email: 'dana.whitfield@ohio-frd.example' } })
