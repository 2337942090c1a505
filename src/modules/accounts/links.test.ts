import { cookieOf, openSite, password, type Site } from '#test/world/site.ts'
import { expect, test as base } from '#test/world/test-world.ts'
import { linkToken } from '../../platform/one-time-links.ts'
import { newId } from '../../platform/new-id.ts'

const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

const hour = 3_600_000
const good = 'seven green lamps at noon'

type Purpose = 'activation' | 'password_reset'

/** A link as an e-mail carries it. */
async function link(site: Site, userId: string, purpose: Purpose, life = hour): Promise<string> {
  const id = newId()
  const now = site.world.clock.now()
  await site.world.rows('insert into one_time_link (id, user_id, purpose, created_at, expires_at) values ($1, $2, $3, $4, $5)', [id, userId, purpose, now, new Date(now.getTime() + life)])
  return linkToken(site.parts.deps.secrets, id)
}

/** Somebody who was invited and has never been here. */
async function invited(site: Site) {
  const agency = await site.world.agency()
  const actor = await site.world.agencyUser(agency, 'manager')
  await site.world.rows("update account set standing = 'invited', terms_version = null, terms_accepted_at = null where user_id = $1", [actor.userId])
  return { agency, actor, email: await site.world.emailOf(actor.userId), token: await link(site, actor.userId, 'activation', 14 * 24 * hour) }
}

async function active(site: Site) {
  const actor = await site.world.agencyUser(await site.world.agency(), 'manager')
  return { actor, email: await site.credentials(actor) }
}

const jobs = (site: Site, userId: string) => site.world.rows<{ event: string }>("select payload ->> 'event' as event from graphile_worker._private_jobs where payload ->> 'userId' = $1 order by id", [userId])

test('from the link of the invitation to home: password, second factor, recovery codes, terms', async ({ site }) => {
  const { agency, email, token } = await invited(site)
  expect((await site.post('/links/lookups', { token, purpose: 'activation' })).json()).toMatchObject({ email, organisation: agency.name, kind: 'agency', hasSecondFactor: false })
  expect((await site.post('/links/lookups', { token, purpose: 'activation' })).statusCode).toBe(200)

  const activated = await site.post('/activations', { token, password: good })
  expect(activated.json()).toEqual({ next: 'set_up_second_factor' })
  const waiting = cookieOf(activated)
  expect((await site.get('/session', waiting)).statusCode).toBe(401)
  const { secret } = (await site.post('/session/second-factor-secret', undefined, waiting)).json<{ secret: string }>()
  const signedIn = cookieOf(await site.post('/session/second-factor', { code: site.code(secret) }, waiting))
  expect((await site.get('/session', signedIn)).json()).toMatchObject({ user: { email }, mustAcceptTerms: true })

  const { codes } = (await site.post('/account/recovery-codes', undefined, signedIn)).json<{ codes: string[] }>()
  expect(new Set(codes).size).toBe(10)
  expect((await site.get('/complaints', signedIn)).json()).toMatchObject({ type: '/problems/terms_required' })
  expect((await site.post('/session/terms', { version: '2020-01' }, signedIn)).statusCode).toBe(409)
  expect((await site.post('/session/terms', { version: '2026-11' }, signedIn)).statusCode).toBe(204)
  expect((await site.get('/complaints', signedIn)).statusCode).toBe(200)
  expect((await site.get('/session', signedIn)).json()).toMatchObject({ mustAcceptTerms: false })
})

test('a link works once, whatever comes with it the second time', async ({ site }) => {
  const { email, token } = await invited(site)
  expect((await site.post('/activations', { token, password: good })).statusCode).toBe(200)
  for (const url of ['/activations', '/links/lookups']) {
    const again = await site.post(url, url === '/activations' ? { token, password: 'five other lamps at dusk' } : { token, purpose: 'activation' })
    expect(again.statusCode).toBe(404)
    expect(again.json<{ detail: string }>().detail).toContain('This link has ended')
    expect(again.body).not.toContain(email)
  }
  expect((await site.post('/session', { email, password: 'five other lamps at dusk' })).statusCode).toBe(401)
  expect((await site.post('/session', { email, password: good })).statusCode).toBe(200)
})

test('of two requests with one link at the same moment one succeeds, and only its session exists', async ({ site }) => {
  const { actor, token } = await invited(site)
  const answers = await Promise.all([good, 'five other lamps at dusk'].map((password) => site.post('/activations', { token, password })))
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 404])
  expect(await site.world.rows('select 1 from session where user_id = $1', [actor.userId])).toHaveLength(1)
})

test('a refused password does not use the link up', async ({ site }) => {
  const { token } = await invited(site)
  const weak = await site.post('/activations', { token, password: 'Password2026!!' })
  expect(weak.statusCode).toBe(422)
  expect(weak.json<{ fields: { password: string } }>().fields.password).toContain('tried first')
  const own = await site.post('/activations', { token, password: 'TestManager2026' })
  expect(own.json<{ fields: { password: string } }>().fields.password).toMatch(/mostly a name|tried first/)
  expect((await site.post('/activations', { token, password: 'short' })).json()).toMatchObject({ fields: { password: 'Use at least 12 characters; this has 5. A few words in a row are easy to remember.' } })
  expect((await site.post('/activations', { token, password: good })).statusCode).toBe(200)
})

test('a link of another purpose, a tampered, an invented and an expired one are answered alike', async ({ site, world }) => {
  const { actor, token } = await invited(site)
  const flipped = (token.startsWith('A') ? 'B' : 'A') + token.slice(1)
  const sealed = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')
  const answers = [await site.post('/activations', { token: flipped, password: good }), await site.post('/activations', { token: sealed.slice(0, -4) + 'AAAA', password: good }), await site.post('/activations', { token: 'guess', password: good })]
  expect((await site.post('/password-resets/completions', { token, password: good })).statusCode).toBe(404)
  const { actor: other } = await active(site)
  answers.push(await site.post('/activations', { token: await link(site, other.userId, 'password_reset'), password: good }))
  answers.push(await site.post('/activations', { token: await link(site, actor.userId, 'activation', -1), password: good }))
  for (const answer of answers) expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([404, answers[0]?.json<{ detail: string }>().detail])
  // An account that has been activated is not opened by an invitation that is left over.
  expect((await site.post('/activations', { token: await link(site, other.userId, 'activation'), password: good })).statusCode).toBe(404)
  world.clock.advance(15 * 24 * hour)
  expect((await site.post('/activations', { token, password: good })).statusCode).toBe(404)
})

test('guessing at links is slowed', async ({ site }) => {
  const statuses: number[] = []
  for (let n = 0; n < 22; n += 1) statuses.push((await site.post('/links/lookups', { token: `guess-${String(n)}`, purpose: 'activation' })).statusCode)
  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 404))
  expect(statuses.slice(20)).toEqual([429, 429])
})

test('a reset is asked for, and its link sets a new password; the second factor is still asked for', async ({ site, world }) => {
  const { actor, email } = await active(site)
  const before = await site.signIn(email)
  expect((await site.post('/password-resets', { email: email.toUpperCase() })).statusCode).toBe(202)
  const [made] = await world.rows<{ id: string }>("select id from one_time_link where user_id = $1 and purpose = 'password_reset' and used_at is null", [actor.userId])
  const token = linkToken(site.parts.deps.secrets, made?.id ?? '')
  expect((await site.post('/links/lookups', { token, purpose: 'password_reset' })).json()).toMatchObject({ email, hasSecondFactor: true })
  expect((await site.post('/password-resets/completions', { token, password: good })).statusCode).toBe(204)

  expect((await site.get('/session', before)).json()).toMatchObject({ type: '/problems/session_expired' })
  expect((await site.post('/session', { email, password })).statusCode).toBe(401)
  expect((await site.post('/session', { email, password: good })).json()).toEqual({ next: 'second_factor' })
  expect((await site.post('/password-resets/completions', { token, password: 'five other lamps at dusk' })).statusCode).toBe(404)
  expect((await jobs(site, actor.userId)).map(({ event }) => event)).toEqual(['password_reset_asked', 'password_changed'])
})

test('a newer link ends the one before, and each ends after an hour', async ({ site, world }) => {
  const { actor, email } = await active(site)
  await site.post('/password-resets', { email })
  await site.post('/password-resets', { email })
  const made = await world.rows<{ id: string; used: boolean }>('select id, used_at is not null as used from one_time_link where user_id = $1 order by id', [actor.userId])
  expect(made.map(({ used }) => used)).toEqual([true, false])
  world.clock.advance(hour)
  expect((await site.post('/links/lookups', { token: linkToken(site.parts.deps.secrets, made[1]?.id ?? ''), purpose: 'password_reset' })).statusCode).toBe(404)
})

test('a reset makes no link for who is only invited, removed, signs in elsewhere or does not exist, and answers all alike', async ({ site, world }) => {
  const { email: invitee } = await invited(site)
  const { email: removed, actor } = await active(site)
  await world.rows("update account set standing = 'removed' where user_id = $1", [actor.userId])
  const { email: elsewhere, actor: other } = await active(site)
  await world.rows('update credential set password_hash = null where user_id = $1', [other.userId])
  const { email: known } = await active(site)
  const before = await world.rows('select 1 from one_time_link')
  const answers = []
  for (const email of [invitee, removed, elsewhere, 'nobody@agency.example', known]) answers.push(await site.post('/password-resets', { email }))
  for (const answer of answers) expect([answer.statusCode, answer.body]).toEqual([202, '{}'])
  expect(await world.rows('select 1 from one_time_link')).toHaveLength(before.length + 1)
})

test('asking again and again has to wait, whether the account exists or not, and does not keep anybody from signing in', async ({ site }) => {
  const { email } = await active(site)
  for (const typed of [email, 'nobody.here@agency.example']) {
    for (let n = 0; n < 5; n += 1) expect((await site.post('/password-resets', { email: typed })).statusCode).toBe(202)
    expect((await site.post('/password-resets', { email: typed })).statusCode).toBe(429)
  }
  for (let n = 0; n < 10; n += 1) await site.post('/password-resets', { email: `user${String(n)}@asked.example` })
  expect((await site.post('/password-resets', { email: 'one.more@asked.example' })).statusCode).toBe(429)
  await site.signIn(email)
})

test('no e-mail address, password or token of all this is logged, audited or in a job', async ({ site, world }) => {
  const { actor, email, token } = await invited(site)
  await site.post('/activations', { token, password: good })
  await site.post('/password-resets', { email })
  const written = [...site.lines, JSON.stringify(await world.rows('select details from audit_entry where about_id = $1', [actor.userId])), JSON.stringify(await world.rows('select payload from graphile_worker._private_jobs'))].join('\n')
  for (const secret of [email, token, good]) expect(written).not.toContain(secret)
})

/** The middle of how long each took, in milliseconds. */
function median(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

test('neither signing in nor asking for a reset takes another time for an account that exists', { timeout: 600_000 }, async ({ site, world }) => {
  const { email: known } = await active(site)
  const { email: waiting } = await invited(site)
  const { email: elsewhere, actor } = await active(site)
  await world.rows('update credential set password_hash = null where user_id = $1', [actor.userId])
  const kinds = { known, waiting, elsewhere, unknown: 'nobody.at.all@agency.example' }
  let hosts = 0
  const differences = async (url: string): Promise<string[]> => {
    const times: Record<keyof typeof kinds, number[]> = { known: [], waiting: [], elsewhere: [], unknown: [] }
    for (let n = 0; n < 16; n += 1) {
      // Nothing is counted for longer than a day: no attempt has to wait.
      world.clock.advance(25 * hour)
      for (const kind of ['known', 'waiting', 'elsewhere', 'unknown'] as const) {
        const payload = url === '/session' ? { email: kinds[kind], password: 'a wrong password' } : { email: kinds[kind] }
        const began = performance.now()
        const answer = await site.app.inject({ method: 'POST', url: `/api/v1${url}`, payload, remoteAddress: `10.1.${String((hosts += 1) >> 8)}.${String(hosts & 255)}` })
        const took = performance.now() - began
        expect(answer.statusCode).toBe(url === '/session' ? 401 : 202)
        // The first few warm up connections and prepared statements.
        if (n >= 4) times[kind].push(took)
      }
    }
    const unknown = median(times.unknown)
    return (['known', 'waiting', 'elsewhere'] as const)
      .filter((kind) => Math.abs(median(times[kind]) - unknown) >= Math.max(4, unknown * 0.2))
      .map((kind) => `${url}: ${kind} ${String(median(times[kind]))} ms, unknown ${String(unknown)} ms`)
  }
  for (const url of ['/session', '/password-resets']) {
    // On a busy machine two medians differ by chance now and then; what an attacker could use differs every time.
    let found = await differences(url)
    for (let again = 0; again < 4 && found.length > 0; again += 1) found = await differences(url)
    expect(found).toEqual([])
  }
})

test('after the password one is told by which second factors to go on, before it nothing', async ({ site }) => {
  const { email } = await active(site)
  const first = cookieOf(await site.post('/session', { email, password }))
  expect((await site.get('/session/second-steps', first)).json()).toEqual({ authenticator: true, passkey: false, recoveryCode: false })
  expect((await site.get('/session/second-steps')).statusCode).toBe(401)
})
