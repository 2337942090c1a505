import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import { openSite, type Site } from '#test/world/site.ts'
import { expect, test } from '#test/world/test-world.ts'
import type { TestAgency, World } from '#test/world/test-world.ts'
import type { Actor } from '../../access/actor.ts'
import { sealEntries } from '../../platform/audit/seal.ts'
import { newId } from '../../platform/new-id.ts'
import type { LiveNews, LiveTopic } from '../../platform/ports.ts'
import { finishTasks } from './commands/finish-tasks.ts'
import { notifyJob } from './jobs.ts'
import { hold } from './store.ts'
import { tellAll } from './tell-all.ts'

/** Two processes of the program on one database, each listening. */
let sites: [Site, Site] | undefined
async function two(world: World): Promise<[Site, Site]> {
  if (sites !== undefined) return sites
  sites = [await openSite(world), await openSite(world)]
  for (const site of sites) await site.app.listen({ host: '127.0.0.1', port: 0 })
  return sites
}
afterAll(async () => {
  for (const site of sites ?? []) await site.close()
})

type Heard = { event: string; data: { topic?: string; what?: string; changed?: Record<string, string | null> } }

/** A browser that listens. */
class Listener {
  readonly heard: Heard[] = []
  ended = false
  readonly #stop = new AbortController()

  static async open(site: Site, cookie: string, search = ''): Promise<Listener> {
    const listener = new Listener()
    const { port } = site.app.server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${String(port)}/api/v1/events${search}`, { headers: { cookie }, signal: listener.#stop.signal })
    expect([response.status, response.headers.get('content-type'), response.headers.get('x-accel-buffering'), response.headers.get('cache-control')]).toEqual([200, 'text/event-stream; charset=utf-8', 'no', 'no-store, no-transform'])
    void listener.#read(response.body)
    await expect.poll(() => listener.heard.some(({ event }) => event === 'hello')).toBe(true)
    return listener
  }

  news(): string[] {
    return this.heard.flatMap(({ event, data }) => (event === 'news' ? [`${data.topic ?? ''} ${data.what ?? ''}`] : []))
  }

  close(): void {
    this.#stop.abort()
  }

  async #read(body: Response['body']): Promise<void> {
    let text = ''
    try {
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
        if (done) break
        text += value
        const events = text.split('\n\n')
        text = events.pop() ?? ''
        for (const event of events) {
          const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? []
          if (name !== '') this.heard.push({ event: name, data: JSON.parse(data) as Heard['data'] })
        }
      }
    } catch {
      // Closed by the test.
    }
    this.ended = true
  }
}

const listening = test.extend<{ listen: (site: Site, actor: Actor, search?: string) => Promise<Listener> }>({
  listen: async ({}, use) => {
    const opened: Listener[] = []
    await use(async (site, actor, search) => {
      const { cookie } = await site.signIn(await site.credentials(actor))
      const listener = await Listener.open(site, cookie, search)
      opened.push(listener)
      return listener
    })
    for (const listener of opened) listener.close()
  },
})

async function complaintOf(world: World, agency: TestAgency): Promise<string> {
  const id = newId()
  const poc = await world.agencyUser(agency, 'manager')
  const company = await world.company()
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on) values ($1, $2, 'in_progress', 'company', $3, $4, $5, $5, now(), '2026-11-20')`,
    [id, agency.id, company.id, company.name, poc.userId],
  )
  return id
}

const announce = (world: World, topic: LiveTopic, what: LiveNews) => world.deps.transaction({ kind: 'job' }, (tx) => tx.announce(topic, what))
/** What follows everything that was announced before it: once it is heard, whatever was to be heard has been. */
async function mark(world: World, listener: Listener, userId: string): Promise<void> {
  const before = listener.news().filter((line) => line === `user:${userId} tasks`).length
  await announce(world, `user:${userId}`, 'tasks')
  await expect.poll(() => listener.news().filter((line) => line === `user:${userId} tasks`).length).toBeGreaterThan(before)
}

listening('what one process announces is heard at another, once it has committed, and only by whom it concerns', async ({ world, listen }) => {
  const [first, second] = await two(world)
  const agency = await world.agency()
  const [one, other] = [await world.agencyUser(agency), await world.agencyUser(agency)]
  const [hears, elsewhere] = [await listen(first, one), await listen(second, other)]
  await expect(
    second.parts.deps.transaction({ kind: 'job' }, async (tx) => {
      await tx.announce(`user:${one.userId}`, 'notifications')
      throw new Error('It did not happen.')
    }),
  ).rejects.toThrow('did not happen')
  await mark(world, hears, one.userId)
  expect(hears.news()).toEqual([`user:${one.userId} tasks`])
  await second.parts.deps.transaction({ kind: 'job' }, (tx) => tx.announce(`user:${one.userId}`, 'notifications'))
  await expect.poll(() => hears.news()).toContain(`user:${one.userId} notifications`)
  expect(elsewhere.news()).toEqual([])
})

listening('a change of an open complaint is told to its agency, and not what stays at the other side', async ({ world, listen }) => {
  const [first] = await two(world)
  const agency = await world.agency()
  const viewer = await world.agencyUser(agency, 'viewer')
  const stranger = await world.agencyUser(await world.agency())
  const complaintId = await complaintOf(world, agency)
  const own = await listen(first, viewer, `?complaints=${complaintId}`)
  const basic = await listen(first, stranger, `?complaints=${complaintId}`)
  const changes = { 'complaint.note_added': 'agency', 'response.drafted': 'company', 'complaint.read': 'agency' } as const
  for (const [action, audience] of Object.entries(changes)) {
    await world.deps.transaction({ kind: 'job' }, (tx) => tx.audit({ action, audience, agencyId: agency.id, complaintId }))
    while ((await sealEntries(world.deps)) > 0);
    if (audience === 'agency' && action !== 'complaint.read') await expect.poll(() => own.news()).toEqual([`complaint:${complaintId} changed`])
  }
  await mark(world, own, viewer.userId)
  await mark(world, basic, stranger.userId)
  expect(own.news()).toEqual([`complaint:${complaintId} changed`, `user:${viewer.userId} tasks`])
  expect(basic.news()).toEqual([`user:${stranger.userId} tasks`])
})

listening('access that is given is told at once; after it was revoked the stream says only "gone"', async ({ world, listen }) => {
  const [first, second] = await two(world)
  const [owner, asker] = [await world.agency(), await world.agency()]
  const complaintId = await complaintOf(world, owner)
  const reader = await world.agencyUser(asker, 'manager')
  const hears = await listen(second, reader, `?complaints=${complaintId}`)
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at, decided_at) values ($1, $2, $3, $4, 'accepted', now(), now())`, [newId(), complaintId, owner.id, asker.id])
  await first.parts.deps.transaction({ kind: 'job' }, (tx) => tx.announce(`complaint:${complaintId}`, 'access'))
  await expect.poll(() => hears.news()).toEqual([`complaint:${complaintId} access`])
  await announce(world, `complaint:${complaintId}`, 'discussion')
  await expect.poll(() => hears.news().at(-1)).toBe(`complaint:${complaintId} discussion`)
  // Revoked without a word of its own: the next thing that happens is not told any more.
  await world.rows(`update complaint_access set state = 'revoked', ended_at = now() where complaint_id = $1`, [complaintId])
  for (const what of ['discussion', 'changed', 'access'] as const) await announce(world, `complaint:${complaintId}`, what)
  await expect.poll(() => hears.news().at(-1)).toBe(`complaint:${complaintId} gone`)
  await announce(world, `complaint:${complaintId}`, 'discussion')
  await mark(world, hears, reader.userId)
  expect(hears.news().slice(2)).toEqual([`complaint:${complaintId} gone`, `user:${reader.userId} tasks`])
})

listening('a complaint that does not exist, is another agency’s draft or was sent to another company is gone from the start', async ({ world, listen }) => {
  const [first] = await two(world)
  const agency = await world.agency()
  const draft = await complaintOf(world, agency)
  await world.rows(`update complaint set status = 'draft' where id = $1`, [draft])
  const [none, missing] = [newId(), newId()]
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  const atCompany = await world.companyUser(await world.company(), 'manage')
  const hears = await listen(first, stranger, `?complaints=${draft},${none}&entities=${missing}`)
  await expect.poll(() => hears.news()).toEqual([`complaint:${draft} gone`, `complaint:${none} gone`, `entity:${missing} gone`])
  expect(hears.heard[0]?.data.changed).toEqual({})
  const company = await listen(first, atCompany, `?complaints=${draft}`)
  await expect.poll(() => company.news()).toEqual([`complaint:${draft} gone`])
})

listening('lists of access requests become new for everybody at the two agencies who works on complaints, and for nobody else', async ({ world, listen }) => {
  const [first, second] = await two(world)
  const [owner, asker] = [await world.agency(), await world.agency()]
  const complaintId = await complaintOf(world, owner)
  const [asks, viewer, administers, stranger] = [await world.agencyUser(asker, 'manager'), await world.agencyUser(owner, 'viewer'), await world.agencyUser(owner, null, ['account_administrator']), await world.agencyUser(await world.agency())]
  const accessId = newId()
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_by, requested_at) values ($1, $2, $3, $4, 'requested', $5, now())`, [accessId, complaintId, owner.id, asker.id, asks.userId])
  const [sender, receiver, ...others] = [await listen(first, asks), await listen(second, viewer), await listen(first, administers), await listen(first, stranger)]
  const environment = { publicUrl: 'https://ses.example', training: false, support: { phone: '', email: '' } }
  await notifyJob(world.deps, environment)({ eventId: accessId, event: 'access_requested', complaintId, accessId, by: asks.userId }, { attempt: 1, lastAttempt: false, signal: new AbortController().signal })
  await expect.poll(() => [sender.news(), receiver.news()]).toEqual([[`agency:${asker.id} sharing`], [`agency:${owner.id} sharing`]])
  for (const [n, actor] of [administers, stranger].entries()) {
    const listener = others[n]
    if (listener === undefined) continue
    await mark(world, listener, actor.userId)
    expect(listener.news()).toEqual([`user:${actor.userId} tasks`])
  }
})

listening('a company hears of what concerns it, and nothing of the agencies’ discussion', async ({ world, listen }) => {
  const [first] = await two(world)
  const agency = await world.agency()
  const complaintId = await complaintOf(world, agency)
  const company = await world.company()
  await world.rows('update complaint set company_id = $2 where id = $1', [complaintId, company.id])
  await world.rows('insert into complaint_delivery (complaint_id, agency_id, company_id, number, delivered_at) select id, agency_id, company_id, number, now() from complaint where id = $1', [complaintId])
  const [manages, administers] = [await world.companyUser(company, 'manage'), await world.companyUser(company, null, ['account_administrator'])]
  const hears = await listen(first, manages, `?complaints=${complaintId}`)
  const withoutAccess = await listen(first, administers, `?complaints=${complaintId}`)
  for (const what of ['discussion', 'access', 'changed_at_agency', 'changed'] as const) {
    await announce(world, `complaint:${complaintId}`, what)
    await mark(world, hears, manages.userId)
    await mark(world, withoutAccess, administers.userId)
  }
  expect(hears.news().filter((line) => line.startsWith('complaint'))).toEqual([`complaint:${complaintId} changed`])
  expect(withoutAccess.news().filter((line) => line.startsWith('complaint'))).toEqual([])
})

listening('a stream ends with its session, whose use it does not prolong', async ({ world, listen }) => {
  const [first] = await two(world)
  const user = await world.agencyUser(await world.agency())
  const hears = await listen(first, user)
  const before = await world.rows('select last_active_at from session where user_id = $1', [user.userId])
  await mark(world, hears, user.userId)
  expect(await world.rows('select last_active_at from session where user_id = $1', [user.userId])).toEqual(before)
  await world.rows('update session set ended_at = now() where user_id = $1', [user.userId])
  await announce(world, `user:${user.userId}`, 'notifications')
  await expect.poll(() => hears.ended).toBe(true)
  expect(hears.heard.at(-1)?.event).toBe('end')
  expect(hears.news()).not.toContain(`user:${user.userId} notifications`)
})

listening('after the connection to the database broke, everybody is told to read again, and what comes next is heard', async ({ world, listen }) => {
  const [first] = await two(world)
  const user = await world.agencyUser(await world.agency())
  const hears = await listen(first, user)
  await world.rows(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ses-live' and datname = current_database()`)
  await expect.poll(() => hears.heard.some(({ event }) => event === 'again'), { timeout: 10_000 }).toBe(true)
  await mark(world, hears, user.userId)
})

listening('what is told to a person shows at once on their open pages', async ({ world, listen }) => {
  const [first] = await two(world)
  const user = await world.agencyUser(await world.agency())
  const hears = await listen(first, user)
  await world.deps.transaction({ kind: 'job' }, (tx) =>
    tellAll(
      tx,
      newId(),
      [{ userId: user.userId, mail: null, message: { kind: 'complaint_reopened', event: 'complaint_reopened', complaintId: null, requestId: null, complaint: 'C-000001', agency: 'A', company: 'B', otherAgency: '', count: 0, dueOn: null, link: '/home' } }],
      { publicUrl: 'https://ses.example', training: false, support: { phone: '', email: '' } },
    ),
  )
  await expect.poll(() => hears.news()).toEqual([`user:${user.userId} notifications`])
})

listening('one person cannot hold more than a dozen streams, and nobody follows without signing in', async ({ world }) => {
  const [, second] = await two(world)
  const user = await world.agencyUser(await world.agency())
  const { cookie } = await second.signIn(await second.credentials(user))
  const streams: Listener[] = []
  for (let n = 0; n < 12; n += 1) streams.push(await Listener.open(second, cookie))
  const { port } = second.app.server.address() as AddressInfo
  const address = `http://127.0.0.1:${String(port)}/api/v1/events`
  expect((await fetch(address, { headers: { cookie } })).status).toBe(429)
  expect((await fetch(address)).status).toBe(401)
  expect((await fetch(`${address}?complaints=nonsense`, { headers: { cookie } })).status).toBe(400)
  streams[0]?.close()
  await expect.poll(async () => {
    const response = await fetch(address, { headers: { cookie } })
    await response.body?.cancel()
    return response.status
  }).toBe(200)
  for (const stream of streams) stream.close()
})

listening('a task that comes, changes hands or is done shows at once on the open pages of whoever holds it', async ({ world, listen }) => {
  const [first] = await two(world)
  const agency = await world.agency()
  const [one, other] = [await world.agencyUser(agency), await world.agencyUser(agency)]
  const [hears, elsewhere] = [await listen(first, one), await listen(first, other)]
  const taskId = newId()
  await world.deps.transaction({ kind: 'job' }, async (tx) => {
    await tx.db.insertInto('task').values({ id: taskId, event_id: newId(), kind: 'verify_users', agency_id: agency.id, created_at: tx.now }).execute()
    await hold(tx, [taskId], [one.userId])
  })
  await expect.poll(() => hears.news()).toEqual([`user:${one.userId} tasks`])
  await world.deps.transaction({ kind: 'job' }, (tx) => hold(tx, [taskId], [other.userId]))
  await expect.poll(() => [hears.news().length, elsewhere.news().length]).toEqual([2, 1])
  await world.deps.transaction(other, (tx) => finishTasks(tx, { kind: 'verify_users' }))
  await expect.poll(() => elsewhere.news()).toEqual([`user:${other.userId} tasks`, `user:${other.userId} tasks`])
})
