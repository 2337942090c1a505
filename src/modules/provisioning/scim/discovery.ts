import SCIMMY from 'scimmy'
import { z } from 'zod'
import { userSchema } from '../domain/scim-user.ts'
import { mostResults } from '../queries/scim-users.ts'

/** What a directory asks first: what is offered, and how users are described (RFC 7643 5 to 7). */
export function serviceProviderConfig(base: string): object {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: mostResults },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer token', description: 'A token made by an Account Administrator of the organisation', specUri: 'https://www.rfc-editor.org/info/rfc6750', primary: true }],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  }
}

export function userResourceType(base: string): object {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'User', name: 'User', endpoint: '/Users', description: 'Users of the organisation', schema: userSchema, schemaExtensions: [],
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
  }
}

const kept: readonly string[] = ['userName', 'name', 'displayName', 'title', 'active', 'emails', 'phoneNumbers', 'roles']
const Described = z.looseObject({ attributes: z.array(z.looseObject({ name: z.string() })) })

/** The standard's own description, of the attributes that are kept here. */
export function userSchemaDescription(base: string): object {
  const described = Described.parse(JSON.parse(JSON.stringify(SCIMMY.Schemas.User.definition.describe(`${base}/Schemas`))))
  return { ...described, attributes: described.attributes.filter(({ name }) => kept.includes(name)) }
}

export function listOf(resources: object[]): object {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: resources.length, startIndex: 1, itemsPerPage: resources.length, Resources: resources }
}
