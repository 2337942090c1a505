import type { Actor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { test as base, type World } from '#test/world/test-world.ts'

/** What attacks on the record go by: the whole site, with the one session or another. What must not be read says the marker. */
export const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

export type Cookie = { cookie: string }
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
export const isMethod = (method: string): method is Method => methods.includes(method)
export const marker = 'Zarquon'

export function call(site: Site, method: Method, url: string, headers: Record<string, string>, payload?: object | string) {
  return site.app.inject({ method, url: `/api/v1${url}`, headers, payload, remoteAddress: site.remoteAddress })
}

export async function session(site: Site, actor: Actor): Promise<Cookie> {
  site.world.clock.advance(30_000)
  return site.signIn(await site.credentials(actor))
}

export async function made(site: Site, url: string, headers: Cookie, payload: object): Promise<{ id: string; version: number }> {
  const answer = await call(site, 'POST', url, headers, payload)
  if (answer.statusCode !== 201) throw new Error(`${url}: ${answer.body}`)
  return answer.json<{ id: string; version: number }>()
}

export async function share(world: World, complaintId: string, owner: string, requesting: string, state = 'accepted') {
  await world.rows('insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, $5, now())', [newId(), complaintId, owner, requesting, state])
}
