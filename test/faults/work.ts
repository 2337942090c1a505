import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor, AgencyActor } from '#src/access/actor.ts'
import { addDays } from '#src/kernel/calendar.ts'
import { addWebhook } from '#src/modules/integrations/commands/manage-webhooks.ts'
import { issueLetter } from '#src/modules/letters/commands/issue-letter.ts'
import { writeLetter } from '#src/modules/letters/commands/write-letter.ts'
import { listTemplates } from '#src/modules/letters/queries/list-templates.ts'
import type { FileStore } from '#src/platform/files/file-store.ts'
import { newId } from '#src/platform/new-id.ts'
import type { JobName } from '#src/platform/ports.ts'
import { answered, assigned, cast, entered, sent, type Cast } from '#test/world/exchange.ts'
import type { Receiver } from '#test/world/receiver.ts'
import type { TestCompany, World } from '#test/world/test-world.ts'
import { sha256 } from './journal.ts'
import type { MailServer } from './outside.ts'

/**
 * What is to be done, and what of it was not, or more than once, when all is over. Every query answers with the rows that
 * are wrong.
 */
export class Work {
  readonly #world: World
  readonly #checks: [string, () => Promise<unknown[]>][] = []
  readonly today = new Date().toISOString().slice(0, 10)
  /** Where it is noon now: nobody is reminded, nor gets a daily e-mail, at night. */
  readonly zone = noon()

  constructor(world: World) {
    this.#world = world
    world.clock.set(new Date().toISOString())
  }

  async wrong(): Promise<Record<string, unknown[]>> {
    const found: Record<string, unknown[]> = {}
    for (const [what, check] of this.#checks) {
      const rows = await check()
      if (rows.length > 0) found[what] = [...(found[what] ?? []), ...rows].slice(0, 5)
    }
    return found
  }

  check(what: string, sql: string, values: unknown[] = []): void {
    this.#checks.push([what, () => this.#world.rows(sql, values)])
  }

  checkBy(what: string, check: () => Promise<unknown[]>): void {
    this.#checks.push([what, check])
  }

  /** Everything that is put into the queue from now on is kept, with what it is about. */
  async keepQueue(): Promise<void> {
    await this.#world.rows(`
      create table kept_queue (task text not null, payload json not null);
      create function keep_queue() returns trigger language plpgsql security definer as $$
        begin insert into kept_queue select t.identifier, new.payload from graphile_worker._private_tasks t where t.id = new.task_id; return null; end $$;
      create trigger keep_queue after insert on graphile_worker._private_jobs for each row execute function keep_queue()`)
  }

  async enqueue(...names: Extract<JobName, 'send-digests' | 'remind-due' | 'follow-deputies' | 'roll-up-reports' | 'open-verifications' | 'dispose-complaints' | 'expire-uploads' | 'rescan-documents' | 'collect-files' | 'expire-imports'>[]): Promise<void> {
    for (const name of names) await this.#world.deps.transaction({ kind: 'job' }, (tx) => tx.enqueue(name, {}))
  }

  /** An agency and a company that exchange, each with a system of its own that is told. */
  async exchangers(receiver: Receiver): Promise<Cast & { colleague: AgencyActor }> {
    const world = this.#world
    const people = await cast(world)
    const agencyAdministrator = await world.agencyUser(people.agency, null, ['account_administrator'])
    const colleague = await world.agencyUser(people.agency, 'supervisor')
    await this.atNoon(people)
    for (const by of [people.administrator, agencyAdministrator] satisfies Actor[]) await addWebhook(world.deps, by, { name: 'Case system', url: receiver.url, events: ['requests.sent', 'answer.submitted', 'request.canceled'] }, { training: true })
    return { ...people, colleague }
  }

  async atNoon({ agency, company }: Pick<Cast, 'agency' | 'company'>): Promise<void> {
    await this.#world.rows(`update agency set time_zone = $2, working_days = '{1,2,3,4,5,6,7}', keeps_federal_holidays = false where id = $1`, [agency.id, this.zone])
    await this.#world.rows('update company set time_zone = $2 where id = $1', [company.id, this.zone])
  }

  async complaint(supervisor: AgencyActor, company: TestCompany): Promise<string> {
    this.#world.clock.set(new Date().toISOString())
    return entered(this.#world, supervisor, company, { receivedOn: addDays(this.today, -20), transactionDate: addDays(this.today, -50) })
  }

  /** E-mails, notifications, tasks, webhooks: a whole exchange, three happenings. */
  async exchange({ supervisor, company, administrator, poc }: Cast): Promise<{ complaintId: string; requestId: string }> {
    const complaintId = await this.complaint(supervisor, company)
    const requestId = await sent(this.#world, supervisor, complaintId, { dueOn: addDays(this.today, 14) })
    await assigned(this.#world, administrator, complaintId, poc)
    await answered(this.#world, poc, requestId)
    return { complaintId, requestId }
  }

  /** People are told of things that concern no complaint. */
  async accountMatters(people: readonly Actor[]): Promise<void> {
    for (const { userId } of people) await this.#world.deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('notify-organisation', { eventId: newId(), event: 'password_changed', userId, by: userId }))
  }

  async letters(supervisor: AgencyActor, complaintIds: readonly string[]): Promise<void> {
    const template = (await listTemplates(this.#world.deps, supervisor)).items.find(({ name }) => name === 'We received your complaint')
    for (const complaintId of complaintIds) {
      const draft = await writeLetter(this.#world.deps, supervisor, complaintId, { templateId: template?.id ?? '' })
      await issueLetter(this.#world.deps, supervisor, draft.id, { version: draft.version, sentVia: 'mail' })
    }
  }

  /** Notifications of yesterday wait for the daily e-mail of so many readers. */
  async digests({ agency }: Cast, readers: number): Promise<void> {
    for (let reader = 0; reader < readers; reader += 1) {
      const { userId } = await this.#world.agencyUser(agency, null)
      await this.#world.rows(`update account set mails = 'daily' where user_id = $1`, [userId])
      await this.#world.rows(`insert into notification (id, event_id, user_id, event, sentence, link, created_at, for_digest) select gen_random_uuid(), gen_random_uuid(), $1, 'x', 'Something ' || n, '/home', now() - interval '1 day', true from generate_series(1, 3) n`, [userId])
      this.check('one daily e-mail, once', `select count(*) from mail where user_id = $1 and kind = 'daily_digest' having count(*) <> 1`, [userId])
      this.check('nothing waits for the daily e-mail', 'select id from notification where user_id = $1 and for_digest', [userId])
    }
    await this.enqueue('send-digests', 'send-digests', 'send-digests')
  }

  /** Requests that were to be answered five days ago. */
  async overdue({ supervisor, company, administrator, poc }: Cast, count: number): Promise<void> {
    for (let request = 0; request < count; request += 1) {
      const complaintId = await this.complaint(supervisor, company)
      const requestId = await sent(this.#world, supervisor, complaintId, { dueOn: addDays(this.today, 14) })
      await assigned(this.#world, administrator, complaintId, poc)
      await this.#world.rows(`update information_request set due_on = $2, sent_at = now() - interval '20 days' where id = $1`, [requestId, addDays(this.today, -5)])
      this.check('reminded once', 'select count(*) from request_reminder where request_id = $1 having count(*) <> 1', [requestId])
      this.check('the history says once that it was reminded of', `select count(*) from audit_entry where about_id = $1 and action = 'information_request.reminded_by_system' having count(*) <> 1`, [requestId])
    }
    await this.enqueue('remind-due', 'remind-due', 'remind-due')
  }

  /** Somebody's deputy has begun, for so many complaints. */
  async deputy(count: number): Promise<void> {
    const people = await cast(this.#world)
    await this.atNoon(people)
    const deputy = await this.#world.companyUser(people.company, 'manage')
    for (let complaint = 0; complaint < count; complaint += 1) {
      const { complaintId } = await this.exchange(people)
      this.check('the deputy took over once', `select count(*) from audit_entry where complaint_id = $1 and action = 'company_poc.deputy_took_over' having count(*) <> 1`, [complaintId])
      this.check('the deputy acts', 'select acting_poc_id from complaint_delivery where complaint_id = $1 and acting_poc_id is distinct from $2', [complaintId, deputy.userId])
    }
    // Who was to be told before the deputy came has been.
    while ((await this.#world.rows(`select 1 from graphile_worker._private_jobs j join complaint c on c.id::text = j.payload ->> 'complaintId' where c.company_id = $1`, [people.company.id])).length > 0) await sleep(50)
    await this.#world.rows(`insert into company_deputy (id, company_id, user_id, deputy_id, starts_at, ends_at, set_by, set_at) values (gen_random_uuid(), $1, $2, $3, now() - interval '1 hour', now() + interval '1 day', $2, now())`, [people.company.id, people.poc.userId, deputy.userId])
    await this.enqueue('follow-deputies', 'follow-deputies', 'follow-deputies')
  }

  /** Agencies whose users are to be verified. */
  async verifications(count: number): Promise<void> {
    for (let agency = 0; agency < count; agency += 1) {
      const { id } = await this.#world.agency()
      this.check('one verification, once', 'select count(*) from user_verification where agency_id = $1 having count(*) <> 1', [id])
    }
    await this.enqueue('open-verifications', 'open-verifications')
  }

  /** Complaints whose time is over. */
  async disposals(count: number): Promise<void> {
    const agency = await this.#world.agency()
    await this.#world.rows('update agency set disposes_automatically = true where id = $1', [agency.id])
    for (let complaint = 0; complaint < count; complaint += 1) {
      const id = newId()
      await this.#world.rows(`insert into complaint (id, agency_id, status, subject_kind, subject_name, created_at, received_on, closed_at) values ($1, $2, 'closed', 'entity', 'Unknown Lender', now(), '2019-01-02', '2019-11-01')`, [id, agency.id])
      await this.#world.rows('insert into complaint_retention (complaint_id, agency_id, retain_until) values ($1, $2, $3)', [id, agency.id, addDays(this.today, -1)])
      this.check('disposed of once, and gone', `select 1 from complaint where id = $1 union all select count(*)::int from audit_entry where complaint_id = $1 and action = 'complaint.disposed' having count(*) <> 1`, [id])
    }
    await this.enqueue('dispose-complaints', 'dispose-complaints')
  }

  /** What must hold of all e-mails, notifications and webhooks, whoever was told of what. */
  checkTellings({ taken }: MailServer, receiver: Receiver, kills: number): void {
    // Each complaint has the same people: every happening of a kind is told to as many, by as many e-mails and to as many
    // systems. Only of a sending hears whoever has to answer when people are told: the Complaints Contact, the Company POC, or nobody
    // any more where it was answered meanwhile.
    this.check('every happening of a kind was told alike', `
      with told as (
        select k.payload ->> 'event' as event, k.payload ->> 'by' is null as by_system, k.payload ->> 'eventId' as id, c.company_id,
          (select count(*) from notification n where n.event_id::text = k.payload ->> 'eventId') as notifications,
          (select count(*) from mail m where m.event_id::text = k.payload ->> 'eventId') as mails,
          (select count(*) from webhook_delivery d where d.event_id::text = k.payload ->> 'eventId') as deliveries
        from kept_queue k left join complaint c on c.id::text = k.payload ->> 'complaintId' where k.task in ('notify', 'notify-organisation')
      )
      select event, company_id, min(notifications) || '-' || max(notifications) as notifications, min(mails) || '-' || max(mails) as mails, min(deliveries) || '-' || max(deliveries) as deliveries, count(*) from told where event <> 'verification_opened' group by event, company_id, by_system
      having (event <> 'requests_sent' and (min(notifications) <> max(notifications) or min(mails) <> max(mails) or min(notifications + mails) = 0)) or min(deliveries) <> max(deliveries)`)
    this.check('nobody is told twice', 'select event_id, user_id from notification group by 1, 2 having count(*) > 1 union all select event_id, user_id from mail group by event_id, user_id, to_address having count(*) > 1')
    this.check('every e-mail was sent, or is known to be uncertain', `select id, state from mail where state not in ('sent', 'uncertain')`)
    this.check('only what was in hand when a process was killed is uncertain', 'select count(*) from mail where state = $1 having count(*) > $2', ['uncertain', kills * jobsAtOnce])
    this.checkBy('every e-mail arrived once', async () => {
      const mails = await this.#world.rows<{ id: string; state: string }>('select id, state from mail')
      const known = new Set(mails.map(({ id }) => id))
      const wrong = mails.filter(({ id, state }) => (taken.get(id) ?? 0) !== 1 && !(state === 'uncertain' && !taken.has(id)))
      return [...wrong.map((mail) => ({ ...mail, taken: taken.get(mail.id) ?? 0 })), ...[...taken.keys()].filter((id) => !known.has(id))]
    })
    this.checkBy('every webhook arrived, again only under its webhook-id', async () => {
      const deliveries = await this.#world.rows<{ id: string; state: string }>('select id, state from webhook_delivery')
      const arrived = Map.groupBy(receiver.received, ({ id }) => id)
      const unknown = [...arrived.keys()].filter((id) => !deliveries.some((delivery) => delivery.id === id))
      const bodies = [...arrived].filter(([, all]) => new Set(all.map(({ message }) => JSON.stringify(message.data))).size > 1)
      const twice = receiver.received.length - arrived.size > kills * jobsAtOnce ? ['more was repeated than was in hand'] : []
      return [...deliveries.filter(({ id, state }) => state !== 'delivered' || !arrived.has(id)), ...unknown, ...bodies.map(([id]) => id), ...twice]
    })
  }

  checkFiles(files: FileStore): void {
    this.check('every letter has its document, once', `select l.id from letter l left join document d on d.letter_id = l.id and d.state = 'stored' and d.removed_at is null where l.status = 'issued' group by l.id having count(d.id) <> 1`)
    this.check('everything stored was scanned', `select id, scan from document where state = 'stored' and scan <> 'clean'`)
    this.check('it is written down once that it was scanned', `select d.id, count(e.id) from document d left join audit_entry e on e.about_id = d.id and e.action = 'document.scanned' where d.state = 'stored' group by d.id having count(e.id) <> 1`)
    this.check('every preview was made', `select document_id, state from document_preview where state <> 'ready'`)
    this.checkBy('the bytes are those of the checksum', async () => {
      const documents = await this.#world.rows<{ id: string; sha256: string }>(`select id, sha256 from document where state = 'stored'`)
      const sums = await Promise.all(documents.map(async ({ id }) => sha256(new Uint8Array(await buffer(files.read(id))))))
      return documents.filter(({ sha256: expected }, at) => sums[at] !== expected)
    })
  }

  checkMarket(): void {
    this.check('the market counts what there is', `
      with each as (
        select month, agency_id, complaints from market_change
        union all select month, agency_id, complaints from market_count where grain = 'agency'
        union all select date_trunc('month', received_on)::date, agency_id, -1 from complaint where status not in ('draft', 'canceled')
      ) select month, agency_id, sum(complaints) from each group by 1, 2 having sum(complaints) <> 0`)
  }
}

/** Of one process: src/app.ts. */
const jobsAtOnce = 4

function noon(): string {
  const ahead = 12 - new Date().getUTCHours()
  return `Etc/GMT${ahead >= 0 ? '-' : '+'}${String(Math.abs(ahead))}`
}
