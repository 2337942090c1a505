import { z } from 'zod'
import { Id, Instant, requiredText, text } from '../../kernel/shapes.ts'
import { UsePasskey } from './passkeys/contract.ts'

/** What a signed-in person does with their own account. */
export const OwnProfile = z.object({
  name: z.string(),
  title: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string(),
  organisation: z.string().nullable(),
})
export type OwnProfile = z.infer<typeof OwnProfile>
export const UpdateOwnProfile = z
  .strictObject({ name: requiredText(200, 'Enter your name.').overwrite((name) => name.trim()), title: text(200).overwrite((title) => title.trim()), phone: text(40).overwrite((phone) => phone.trim()) })
  .meta({ example: { name: 'Dana Whitfield', title: 'Complaint Supervisor', phone: '(614) 555-0121' } })
export type UpdateOwnProfile = z.infer<typeof UpdateOwnProfile>

export const AccountSecurity = z.object({
  hasPassword: z.boolean().describe('False for whoever signs in at their organization only'),
  authenticator: z.boolean(),
  passkeys: z.number().int(),
  recoveryCodesLeft: z.number().int(),
})
export type AccountSecurity = z.infer<typeof AccountSecurity>

const Code = z.string().transform((code) => code.replace(/\s/g, '')).pipe(z.string().regex(/^\d{6}$/, 'Enter the 6 digits of the code.'))
export const ConfirmByPassword = z.strictObject({ password: z.string().min(1, 'Enter your password.').max(1024) })
export const ConfirmByCode = z.strictObject({ code: Code })
export const Confirmation = z.union([ConfirmByPassword, ConfirmByCode, UsePasskey]).meta({ example: { code: '482916' } })
export type Confirmation = z.infer<typeof Confirmation>

export const ChangePassword = z
  .strictObject({ current: z.string().min(1, 'Enter your present password.').max(1024), new: z.string().min(1, 'Enter a new password.').max(1024, 'Use at most 256 characters.') })
  .meta({ example: { current: 'Training-2026!', new: 'seven green lamps at noon' } })
export type ChangePassword = z.infer<typeof ChangePassword>

export const ProveAuthenticator = z.strictObject({ code: Code }).meta({ example: { code: '482916' } })
export const RecoveryCodes = z.object({ codes: z.array(z.string()).describe('Shown this once; those before are void') })
export type RecoveryCodes = z.infer<typeof RecoveryCodes>

export const OwnSession = z
  .object({ id: Id, device: z.string(), address: z.string().nullable(), method: z.enum(['password', 'passkey', 'sso']), begunAt: Instant, lastUsedAt: Instant, current: z.boolean() })
  .meta({ id: 'OwnSession', example: { id: '0198f3c0-0000-7000-8000-000000000001', device: 'Chrome on Windows', address: '203.0.113.7', method: 'password', begunAt: '2026-11-23T14:05:00.000Z', lastUsedAt: '2026-11-23T15:00:00.000Z', current: true } })
export const OwnSessions = z.object({ items: z.array(OwnSession) })
export type OwnSessions = z.infer<typeof OwnSessions>
