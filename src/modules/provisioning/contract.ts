import { z } from 'zod'
import { Id, Instant, Person, requiredText } from '../../kernel/shapes.ts'

/** Tokens with which an organisation's directory looks after its users by SCIM 2.0. */
export const ProvisioningClient = z
  .object({
    id: Id,
    name: z.string(),
    madeBy: Person,
    createdAt: Instant,
    lastUsedAt: Instant.nullable(),
    works: z.boolean().describe('false once whoever made it is no longer an active Account Administrator'),
  })
  .meta({ id: 'ProvisioningClient' })
export type ProvisioningClient = z.infer<typeof ProvisioningClient>
export const ProvisioningClients = z.object({ address: z.string().describe('Base address for the directory').meta({ example: 'https://ses.example/scim/v2' }), most: z.number().int().describe('How many tokens an organisation may have'), items: z.array(ProvisioningClient) })
export type ProvisioningClients = z.infer<typeof ProvisioningClients>

export const MakeProvisioningClient = z.strictObject({ name: requiredText(100, 'Enter a name, such as that of your directory.') }).meta({ example: { name: 'Okta' } })
export type MakeProvisioningClient = z.infer<typeof MakeProvisioningClient>
export const MadeProvisioningClient = z.object({ id: Id, token: z.string().describe('Shown this once: only its hash is kept').meta({ example: 'ses_scim_…' }) })
export type MadeProvisioningClient = z.infer<typeof MadeProvisioningClient>
