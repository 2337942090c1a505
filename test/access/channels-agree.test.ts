import { z } from 'zod'
import { newId } from '#src/platform/new-id.ts'
import { notifyEvents } from '#src/platform/ports.ts'
import { ruleOfEvent } from '#src/modules/integrations/domain/webhook-events.ts'
import { composeMessage } from '#src/modules/integrations/message.ts'
import { notifyJob } from '#src/modules/notifications/jobs.ts'
import { readSight } from '#src/modules/notifications/queries/read-sight.ts'
import { call, session, type Cookie } from '#test/world/attack.ts'
import { knows, randomMarket, type Known, type Market, type Person } from '#test/world/random-market.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

// Some two thousand pairs of a person and a complaint, drawn anew each time; the seed is in every message.
const complaintCount = 75

const WithId = z.object({ id: z.string() })
const ListPage = z.object({ items: z.array(z.record(z.string(), z.unknown())), next: z.string().nullable() })
const Total = z.object({ total: z.number() })
const Totals = z.object({ total: z.array(z.number().nullable()) })
const Counts = z.object({ counts: z.record(z.string(), z.number()) })

/** Asks in the person's name; answers the body, or null where there is nothing for them. */
type Ask = (person: Person, method: 'GET' | 'POST', url: string, payload?: object) => Promise<string | null>

test('every way to a complaint shows each person the same: what the rules give them', { timeout: 600_000 }, async ({ world }) => {
  const site = await openSite(world)
  try {
    const market = await randomMarket(world, complaintCount, Date.now() % 1_000_000)
    const ask = await asking(site, market)
    const wrong = new Wrong(market)
    await records(market, ask, wrong)
    await lists(market, ask, wrong)
    await searches(market, ask, wrong)
    await numbers(market, ask, wrong)
    await openPages(market, world, wrong)
    await tidings(market, world, wrong)
    expect(wrong.said, `seed ${String(market.seed)}`).toEqual([])
    expect(wrong.looks, 'enough pairs were looked at').toBeGreaterThan(6_000)
  } finally {
    await site.close()
  }
})

/** Collects where a way shows other than the rules give. */
class Wrong {
  readonly said: string[] = []
  looks = 0
  readonly #market: Market

  constructor(market: Market) {
    this.#market = market
  }

  look(way: string, person: Person, complaint: Known, shown: boolean, given: boolean): void {
    this.looks += 1
    if (shown !== given) this.said.push(`${way} ${shown ? 'shows' : 'hides'} ${complaint.number} (${complaint.fate}, of agency ${String(complaint.owner)}, access ${complaint.access.join('/')}) ${shown ? 'to' : 'from'} ${person.who}`)
  }

  number(way: string, person: Person, shown: unknown, given: number): void {
    this.looks += 1
    if (shown !== given) this.said.push(`${way} is ${String(shown)} for ${person.who}, not ${String(given)}`)
  }

  /** A way that shows many at once. */
  all(way: string, person: Person, shown: ReadonlySet<string>, given: (complaint: Known) => boolean): void {
    for (const complaint of this.#market.complaints) this.look(way, person, complaint, shown.has(complaint.id) || shown.has(complaint.number), given(complaint))
  }
}

async function asking(site: Site, market: Market): Promise<Ask> {
  const cookies = new Map<Person, Cookie>()
  for (const person of market.people) cookies.set(person, await session(site, person.actor))
  return async (person, method, url, payload) => {
    const cookie = cookies.get(person)
    if (cookie === undefined) throw new Error('Not signed in.')
    const answer = await call(site, method, url, cookie, payload)
    if (answer.statusCode === 200) return answer.body
    // Not visible is not found; what a role may nowhere do is refused as such.
    if (answer.statusCode === 404 || answer.statusCode === 403) return null
    throw new Error(`${person.who}, ${method} ${url}: ${String(answer.statusCode)} ${answer.body}`)
  }
}

async function records({ people, complaints }: Market, ask: Ask, wrong: Wrong): Promise<void> {
  for (const [at, person] of people.entries()) {
    const ofAgency = person.actor.kind === 'agency'
    for (const [index, complaint] of complaints.entries()) {
      const given = knows(person, complaint)
      const record = await ask(person, 'GET', `/${ofAgency ? 'complaints' : 'received-complaints'}/${complaint.id}`)
      wrong.look('the record', person, complaint, record !== null, given.basic)
      wrong.look('the record’s description', person, complaint, record?.includes(complaint.words.narrative) ?? false, given.narrative)
      wrong.look('the record’s complainant', person, complaint, record?.includes(complaint.words.person) ?? false, given.person)
      if (!ofAgency || complaint.fate === 'draft') continue
      const inside = [
        ['notes', `/complaints/${complaint.id}/research-entries`, complaint.words.note],
        ['the board', `/complaints/${complaint.id}/posts`, complaint.words.post],
        ['the history', `/complaints/${complaint.id}/history`, ''],
        ['a file', `/documents/${complaint.documentId ?? ''}`, ''],
        ['the list of files', `/complaints/${complaint.id}/documents`, 'letter.pdf'],
        ['the print view', `/complaints/${complaint.id}/print-view`, complaint.words.narrative],
      ] as const
      const [way, url, word] = inside[(at + index) % inside.length] ?? inside[0]
      wrong.look(way, person, complaint, (await ask(person, 'GET', url))?.includes(word) ?? false, given.detail)
    }
  }
}

async function lists({ people, complaints }: Market, ask: Ask, wrong: Wrong): Promise<void> {
  for (const person of people) {
    if (person.actor.kind === 'agency') {
      const own = (complaint: Known) => complaint.owner === person.at && knows(person, complaint).basic
      wrong.all('All Agencies', person, await everyPage(ask, person, '/complaints?view=all_agencies'), (complaint) => knows(person, complaint).basic && complaint.fate !== 'draft')
      wrong.all('All', person, await everyPage(ask, person, '/complaints?view=all'), (complaint) => own(complaint) && complaint.fate !== 'draft')
      wrong.all('Drafts', person, await everyPage(ask, person, '/complaints?view=drafts'), (complaint) => own(complaint) && complaint.fate === 'draft')
      wrong.all('Shared', person, await everyPage(ask, person, '/complaints?view=shared'), (complaint) => knows(person, complaint).detail && complaint.owner !== person.at)
      wrong.all('the requests', person, await everyPage(ask, person, '/information-requests?view=all', 'complaint'), (complaint) => own(complaint) && (complaint.fate === 'sent' || complaint.fate === 'answered'))
      const file = await ask(person, 'POST', '/complaints/exports', { view: 'all_agencies', format: 'csv' })
      wrong.all('the export', person, new Set(complaints.filter(({ number }) => file?.includes(number)).map(({ id }) => id)), (complaint) => knows(person, complaint).basic && complaint.fate !== 'draft')
    } else {
      wrong.all('the company’s list', person, await everyPage(ask, person, '/received-complaints'), (complaint) => knows(person, complaint).basic)
    }
  }
}

/** The IDs on all pages of a list, or of what its rows belong to. */
async function everyPage(ask: Ask, person: Person, url: string, of?: string): Promise<Set<string>> {
  const found = new Set<string>()
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: string | null = await ask(person, 'GET', `${url}${url.includes('?') ? '&' : '?'}limit=20${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
    if (page === null) return found
    const { items, next } = ListPage.parse(JSON.parse(page))
    for (const item of items) found.add(WithId.parse(of === undefined ? item : item[of]).id)
    cursor = next
  }
  return found
}

async function searches({ people, complaints }: Market, ask: Ask, wrong: Wrong): Promise<void> {
  const kinds = ['narrative', 'person', 'note', 'post', 'request', 'answer'] as const
  for (const [at, person] of people.entries()) {
    for (const [index, complaint] of complaints.entries()) {
      const kind = kinds[(at + 5 * index) % kinds.length] ?? 'narrative'
      const isThere = complaint.fate !== 'draft' || kind === 'narrative' || kind === 'person'
      const wasAsked = complaint.fate === 'sent' || complaint.fate === 'answered'
      const holds = kind === 'request' ? wasAsked : kind === 'answer' ? complaint.fate === 'answered' : isThere
      const page = await ask(person, 'POST', person.actor.kind === 'agency' ? '/complaint-searches' : '/received-searches', { words: complaint.words[kind] })
      wrong.look(`the search for the ${kind}`, person, complaint, page !== null && Total.parse(JSON.parse(page)).total === 1, holds && knows(person, complaint)[kind])
    }
  }
}

async function numbers({ people, complaints }: Market, ask: Ask, wrong: Wrong): Promise<void> {
  for (const person of people) {
    const of = (fits: (complaint: Known) => boolean) => complaints.filter((complaint) => knows(person, complaint).basic && fits(complaint)).length
    const counted = async (url: string, what: string, read: (body: unknown) => number | null | undefined, expected: number) => {
      const body = await ask(person, 'GET', url)
      wrong.number(`${what} of ${url}`, person, body === null ? 0 : read(JSON.parse(body)), expected)
    }
    if (person.actor.kind !== 'agency') {
      expect(await ask(person, 'GET', '/complaints/counts'), person.who).toBeNull()
      expect(await ask(person, 'GET', '/reports/market'), person.who).toBeNull()
      continue
    }
    await counted('/complaints/counts', 'All Agencies', (body) => Counts.parse(body).counts['all_agencies'], of(({ fate }) => fate !== 'draft'))
    await counted('/complaints/counts', 'Shared', (body) => Counts.parse(body).counts['shared'], complaints.filter((complaint) => complaint.owner !== person.at && knows(person, complaint).detail).length)
    await counted('/reports/complaints', 'the total', (body) => Totals.parse(body).total[0], of(({ fate, owner }) => owner === person.at && fate !== 'draft' && fate !== 'canceled'))
    await counted('/reports/market', 'the total', (body) => Total.parse(body).total, of(({ fate }) => fate !== 'draft' && fate !== 'canceled'))
  }
}

/** An open page hears of a change exactly where its reader sees what changed. */
async function openPages({ people, complaints }: Market, world: World, wrong: Wrong): Promise<void> {
  for (const person of people) {
    const sight = await readSight(world.deps, person.actor, complaints.map(({ id }) => `complaint:${id}` as const))
    for (const complaint of complaints) {
      const given = knows(person, complaint)
      const seen = sight.get(`complaint:${complaint.id}`)
      wrong.look('an open page', person, complaint, seen === 'detail', given.detail)
      // That one waits is known to the company's administrators too.
      if (person.actor.kind === 'agency') wrong.look('an open page’s being there', person, complaint, seen === 'detail' || seen === 'basic', given.basic)
    }
  }
}

/** E-mails, lines of the bell, tasks and webhooks of every event: none goes to where the complaint cannot be seen. */
async function tidings({ people, complaints, agencies, companies }: Market, world: World, wrong: Wrong): Promise<void> {
  const run = notifyJob(world.deps, { publicUrl: 'https://ses.example', training: true, support: { phone: '', email: '' } })
  for (const [side, organisations] of [['agency', agencies], ['company', companies]] as const) {
    for (const { id } of organisations) {
      const someone = people.find(({ actor }) => (side === 'agency' ? actor.kind === 'agency' && actor.agencyId === id : actor.kind === 'company' && actor.companyId === id))
      await world.rows(`insert into webhook (id, ${side}_id, name, url, events, secret, created_by, created_at) values ($1, $2, 'Ours', 'https://hooks.example', (select array_agg(distinct e) from unnest($3::text[]) e), 'x', $4, now())`, [newId(), id, Object.values(ruleOfEvent).map(({ name }) => name), someone?.actor.userId])
    }
  }
  const seen = { agency: (at: number, complaint: Known) => at === complaint.owner || complaint.access[at] === 'accepted', company: (at: number, complaint: Known) => at === complaint.company && (complaint.fate === 'sent' || complaint.fate === 'answered') }
  for (const [index, complaint] of complaints.entries()) {
    if (complaint.fate === 'draft') continue
    const requests = (await world.rows<{ id: string }>('select id from information_request where complaint_id = $1', [complaint.id])).map(({ id }) => id)
    for (const event of notifyEvents.filter((_, at) => at % 3 === index % 3)) {
      const eventId = newId()
      const userIds = people.map(({ actor }) => actor.userId)
      await run({ eventId, event, complaintId: complaint.id, requestIds: requests, userIds, by: null }, { attempt: 1, lastAttempt: false, signal: new AbortController().signal })
      const told = new Set((await world.rows<{ user_id: string }>(
        `select user_id from notification where event_id = $1 union select user_id from mail where event_id = $1 and user_id is not null
         union select h.user_id from task t join task_holder h on h.task_id = t.id where t.event_id = $1`, [eventId])).map((row) => row.user_id))
      for (const person of people) {
        if (!told.has(person.actor.userId)) continue
        const side = person.actor.kind === 'agency' ? 'agency' : 'company'
        const mayKnow = person.actor.kind === 'agency' ? person.actor.complaintsRole !== null && person.actor.complaintsRole !== 'viewer' : person.actor.kind === 'company' && (person.actor.complaintsAccess !== null || person.actor.systemRoles.includes('account_administrator'))
        wrong.look(`the message ${event}`, person, complaint, true, mayKnow && seen[side](person.at, complaint))
      }
      const hooks = await world.rows<{ agency_id: string | null; company_id: string | null; event: string; request_ids: string[] }>('select agency_id, company_id, event, request_ids from webhook_delivery where event_id = $1', [eventId])
      for (const hook of hooks) {
        const side = hook.agency_id === null ? 'company' : 'agency'
        const at = (side === 'agency' ? agencies : companies).findIndex(({ id }) => id === (hook.agency_id ?? hook.company_id))
        const person = people.find((one) => one.at === at && one.actor.kind === side)
        if (person === undefined) continue
        // Whether it may is asked when it is sent: what was written down before says nothing yet.
        const message = await composeMessage(world.deps, {
          agencyId: hook.agency_id, companyId: hook.company_id, createdBy: person.actor.userId, enrolled: true,
          eventId, event: hook.event, happenedAt: world.clock.now(), complaintId: complaint.id, requestIds: hook.request_ids, others: {},
        }, 'https://ses.example')
        if (message !== null) wrong.look(`the webhook of ${event}`, person, complaint, true, seen[side](at, complaint))
      }
    }
  }
}
