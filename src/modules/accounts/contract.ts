import { z } from 'zod'
import { Id, Instant, requiredText } from '../../kernel/shapes.ts'

export const SignIn = z
  .strictObject({ email: requiredText(254, 'Enter your e-mail address.').overwrite((email) => email.trim()), password: z.string().min(1, 'Enter your password.').max(1024) })
  .meta({ example: { email: 'dana.whitfield@ohio-frd.example', password: 'Training-2026!' } })
export type SignIn = z.infer<typeof SignIn>
export const NextStep = z.object({ next: z.enum(['second_factor', 'set_up_second_factor', 'done']) })
export type NextStep = z.infer<typeof NextStep>
export const SecondFactor = z
  .strictObject({ code: z.string().transform((code) => code.replace(/\s/g, '')).pipe(z.string().regex(/^\d{6}$/, 'Enter the 6 digits of the code.')) })
  .meta({ example: { code: '482916' } })

export const SecondFactorSecret = z.object({
  secret: z.string().describe('Base32, to be typed into an authenticator app'),
  uri: z.string().describe('otpauth:// address, to be shown as a QR code'),
})
export type SecondFactorSecret = z.infer<typeof SecondFactorSecret>

export const SecondSteps = z.object({ authenticator: z.boolean(), passkey: z.boolean(), recoveryCode: z.boolean() })
export type SecondSteps = z.infer<typeof SecondSteps>
export const RecoveryCode = z.strictObject({ code: z.string().trim().min(1, 'Enter one of your recovery codes.').max(100) }).meta({ example: { code: '7KQ2M-XW9RT-3HDNE-V5YAB-CJ4PF' } })
export const AcceptTerms = z.strictObject({ version: z.string().max(20).describe('The version that was read') }).meta({ example: { version: '2026-11' } })

export const CurrentSession = z
  .object({
    user: z.object({ id: Id, name: z.string(), email: z.string() }),
    kind: z.enum(['agency', 'company', 'platform']),
    organisation: z.object({ id: Id, code: z.string(), name: z.string(), shortName: z.string() }).nullable(),
    timeZone: z.string(),
    today: z.string(),
    roles: z.array(z.string()).describe('In words, to be shown. What one may do is in `can`.').meta({ example: ['Staff Director', 'Complaint Manager'] }),
    can: z.array(z.string()).describe('Actions that the actor may take on at least some record'),
    environment: z.enum(['training', 'production']),
    support: z.object({ phone: z.string(), email: z.string() }),
    unreadNotifications: z.number().int(),
    openTasks: z.number().int(),
    mustAcceptTerms: z.boolean().describe('Nothing but the session itself is open until the terms of use are accepted'),
    enrollment: z.enum(['not_enrolled', 'invited', 'activated', 'verified', 'users_added', 'contacts_assigned', 'complete']).nullable().describe("How far the company's enrollment is; null for others than companies"),
    method: z.enum(['password', 'passkey', 'sso']).describe('How this session was begun'),
    idleEndsAt: Instant,
    endsAt: Instant,
  })
  .meta({ id: 'Session' })
export type CurrentSession = z.infer<typeof CurrentSession>

export const TrainingAccount = z.object({
  email: z.string(),
  password: z.string(),
  totpSecret: z.string(),
  code: z.string().describe('Its code right now'),
  name: z.string(),
  organisation: z.string(),
  organisationCode: z.string().meta({ example: 'SES-001234' }),
  kind: z.enum(['agency', 'company']),
  roles: z.array(z.string()),
})
export type TrainingAccount = z.infer<typeof TrainingAccount>
export const TrainingAccounts = z.array(TrainingAccount)
/** Whoever runs the system: they belong to no organisation. */
export const TrainingPlatformAccounts = z.array(TrainingAccount.omit({ organisation: true, organisationCode: true, kind: true }))
export type TrainingPlatformAccount = z.infer<typeof TrainingPlatformAccounts>[number]
