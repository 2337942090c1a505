import { z } from 'zod'
import { Id, Instant, requiredText } from '../../../kernel/shapes.ts'

/*
 * The shapes of WebAuthn (W3C Web Authentication, Level 3, "JSON" dictionaries), as far as this system uses them.
 * Whatever else an authenticator sends is refused, or read by the library out of what it signed.
 */
const Bytes = z.string().regex(/^[\w-]*$/, 'This is not base64url.')
const Transports = z.array(z.string().max(20)).max(10)
const Descriptor = z.object({ id: z.string(), type: z.string(), transports: z.array(z.string()).optional() })
const UserVerification = z.enum(['required', 'preferred', 'discouraged'])
const extensions = { authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(), clientExtensionResults: z.record(z.string(), z.unknown()).optional().describe('Not used') }

export const PasskeyCreationOptions = z
  .object({
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    challenge: z.string(),
    pubKeyCredParams: z.array(z.object({ alg: z.number().int(), type: z.literal('public-key') })),
    timeout: z.number().optional().describe('Milliseconds'),
    excludeCredentials: z.array(Descriptor).optional(),
    authenticatorSelection: z.object({ residentKey: z.enum(['required', 'preferred', 'discouraged']).optional(), requireResidentKey: z.boolean().optional(), userVerification: UserVerification.optional() }).optional(),
    attestation: z.enum(['none', 'direct', 'enterprise', 'indirect']).optional(),
  })
  .describe('For navigator.credentials.create()')
export type PasskeyCreationOptions = z.infer<typeof PasskeyCreationOptions>

export const PasskeyRequestOptions = z
  .object({
    challenge: z.string(),
    rpId: z.string(),
    timeout: z.number().optional().describe('Milliseconds'),
    allowCredentials: z.array(Descriptor).optional(),
    userVerification: UserVerification.optional(),
  })
  .describe('For navigator.credentials.get()')
export type PasskeyRequestOptions = z.infer<typeof PasskeyRequestOptions>

const Registration = z.strictObject({
  id: Bytes.min(1).max(1400),
  rawId: Bytes.min(1).max(1400),
  type: z.literal('public-key'),
  response: z.strictObject({
    clientDataJSON: Bytes.max(4000),
    attestationObject: Bytes.max(40_000),
    authenticatorData: Bytes.max(8000).optional(),
    transports: Transports.optional(),
    publicKey: Bytes.max(8000).optional(),
    publicKeyAlgorithm: z.number().int().optional(),
  }),
  ...extensions,
})
export type Registration = z.infer<typeof Registration>

const Assertion = z.strictObject({
  id: Bytes.min(1).max(1400),
  rawId: Bytes.min(1).max(1400),
  type: z.literal('public-key'),
  response: z.strictObject({ clientDataJSON: Bytes.max(4000), authenticatorData: Bytes.max(8000), signature: Bytes.max(8000), userHandle: Bytes.max(200).optional() }),
  ...extensions,
})
export type Assertion = z.infer<typeof Assertion>

const Name = requiredText(100, 'Enter a name, such as the name of the device.').overwrite((name) => name.trim()).meta({ example: 'Work laptop' })
export const NamePasskey = z.strictObject({ name: Name })
export type NamePasskey = z.infer<typeof NamePasskey>
export const AddPasskey = z.strictObject({ name: Name, response: Registration })
export type AddPasskey = z.infer<typeof AddPasskey>

export const AskForPasskey = z.strictObject({ purpose: z.enum(['alone', 'second_factor']).describe('Instead of the password, or after it') })
export type AskForPasskey = z.infer<typeof AskForPasskey>
/** Also as proof of who sits at an open session (own-account-contract.ts). */
export const UsePasskey = z.strictObject({ response: Assertion })
export type UsePasskey = z.infer<typeof UsePasskey>

export const PasskeyItem = z
  .object({ id: Id, name: z.string(), backedUp: z.boolean().describe('Copied between the devices of its owner, so that the loss of one does not lose it'), createdAt: Instant, lastUsedAt: Instant.nullable() })
  .meta({ id: 'Passkey' })
export type PasskeyItem = z.infer<typeof PasskeyItem>
export const PasskeyList = z.object({ items: z.array(PasskeyItem) })
