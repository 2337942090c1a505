import type { Actor } from '#src/access/actor.ts'
import { tokenScopes, type TokenScope } from '#src/access/token-scopes.ts'
import { hashOfToken } from '#src/modules/integrations/resolve-token.ts'
import { newId } from '#src/platform/new-id.ts'
import type { Site } from './site.ts'
import type { World } from './test-world.ts'

export type TestToken = { id: string; token: string; headers: { authorization: string } }

/** A token of this user, past the page that makes one. */
export async function tokenOf(world: World, actor: Actor, scopes: readonly TokenScope[] = tokenScopes, days = 90): Promise<TestToken> {
  const id = newId()
  const token = `ses_${Buffer.from(id.replaceAll('-', '')).toString('base64url').padEnd(43, 'x').slice(0, 43)}`
  const owner = actor.kind === 'agency' ? [actor.agencyId, null] : actor.kind === 'company' ? [null, actor.companyId] : [null, null]
  const expires = new Date(world.clock.now().getTime() + days * 86_400_000)
  await world.rows('insert into api_token (id, user_id, agency_id, company_id, token_hash, name, scopes, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    id, actor.userId, ...owner, hashOfToken(token), 'Case system', scopes, world.clock.now(), expires,
  ])
  return { id, token, headers: { authorization: `Bearer ${token}` } }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'

/** A request as a program sends it, at the whole address. */
export function send(site: Site, method: Method, url: string, headers: Record<string, string>, payload?: object | string | Buffer) {
  return site.app.inject({ method, url, headers, payload, remoteAddress: site.remoteAddress })
}
