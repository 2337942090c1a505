import { describe, expect, test } from '#test/world/test-world.ts'
import type { TestAgency, TestCompany, World } from '#test/world/test-world.ts'
import type { AgencyActor, CompanyActor } from '../../access/actor.ts'
import { newId } from '../../platform/new-id.ts'
import type { Jobs } from '../../platform/ports.ts'
import { finishTasks } from './commands/finish-tasks.ts'
import { markRead } from './commands/mark-read.ts'
import { notifyJob } from './jobs.ts'
import { listNotifications } from './queries/list-notifications.ts'
import { listTasks } from './queries/list-tasks.ts'

type Scene = {
  agency: TestAgency
  company: TestCompany
  supervisor: AgencyActor
  manager: AgencyActor
  viewer: AgencyActor
  contact: CompanyActor
  administrator: CompanyActor
  poc: CompanyActor
  reader: CompanyActor
  complaintId: string
  requestIds: string[]
}

/** A complaint of which two requests were just sent. */
async function sent(world: World): Promise<Scene> {
  const agency = await world.agency()
  const company = await world.company()
  const supervisor = await world.agencyUser(agency, 'supervisor')
  const manager = await world.agencyUser(agency, 'manager')
  const viewer = await world.agencyUser(agency, 'viewer')
  const contact = await world.companyUser(company, 'manage', [], true)
  const administrator = await world.companyUser(company, null, ['account_administrator'])
  const poc = await world.companyUser(company, 'manage')
  const reader = await world.companyUser(company, 'view')
  await world.rows('update company_contacts set extra_addresses = $2 where company_id = $1', [company.id, [`inbox-${company.id}@company.example`]])
  const complaintId = newId()
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on, first_sent_at)
     values ($1, $2, 'in_progress', 'company', $3, $4, $5, $5, now(), '2026-11-20', now())`,
    [complaintId, agency.id, company.id, company.name, manager.userId],
  )
  await world.rows(`insert into complainant (complaint_id, agency_id, first_name, last_name, city) values ($1, $2, 'Wilhelmina', 'Secretname', 'Hiddenville')`, [complaintId, agency.id])
  await world.rows('insert into complaint_delivery (complaint_id, agency_id, company_id, number, delivered_at) select id, agency_id, company_id, number, now() from complaint where id = $1', [complaintId])
  const requestIds = [newId(), newId()]
  for (const [n, id] of requestIds.entries()) {
    await world.rows(
      `insert into information_request (id, complaint_id, agency_id, company_id, title, description, status, due_on, original_due_on, created_by, created_at, sent_by, sent_at, notify_user_ids)
       values ($1, $2, $3, $4, $5, 'Please send it.', 'sent_to_company', $6, $6, $7, now(), $7, now(), $8)`,
      [id, complaintId, agency.id, company.id, `Request ${String(n)}`, `2026-12-1${String(n)}`, manager.userId, [viewer.userId]],
    )
  }
  return { agency, company, supervisor, manager, viewer, contact, administrator, poc, reader, complaintId, requestIds }
}

function run(world: World, payload: Omit<Jobs['notify'], 'eventId'> & { eventId?: string }): Promise<void> {
  return notifyJob(world.deps, { publicUrl: 'https://ses.example', training: true, support: { phone: '(555) 010-0100', email: 'support@ses.example' } })({ eventId: newId(), ...payload }, { attempt: 1, lastAttempt: false, signal: new AbortController().signal })
}

const tasksOf = async (world: World, actor: AgencyActor | CompanyActor) => (await listTasks(world.deps, actor, { limit: 50 })).items
const toldTo = async (world: World, actor: AgencyActor | CompanyActor) => (await listNotifications(world.deps, actor, { limit: 50 })).items
const mailsTo = async (world: World, actor: AgencyActor | CompanyActor) => world.mailTo(await world.emailOf(actor.userId))

async function assign(world: World, { complaintId }: Scene, user: CompanyActor): Promise<void> {
  await world.rows('update complaint_delivery set company_poc_id = $2 where complaint_id = $1', [complaintId, user.userId])
}

describe('when the first requests are sent', () => {
  test('the company’s contact and administrators find the task to assign a Point of Contact', async ({ world }) => {
    const at = await sent(world)
    await run(world, { event: 'requests_sent', complaintId: at.complaintId, requestIds: at.requestIds, by: at.manager.userId })
    for (const holder of [at.contact, at.administrator]) {
      expect(await tasksOf(world, holder)).toMatchObject([{ kind: 'assign_point_of_contact', verb: 'Assign', link: `/received/${at.complaintId}/point-of-contact`, counterpart: at.agency.name, dueOn: '2026-12-10' }])
      expect((await tasksOf(world, holder))[0]?.complaintNumber).toMatch(/^C-\d{6}$/)
    }
    expect(await mailsTo(world, at.contact)).toHaveLength(1)
    expect(await world.mailTo(`inbox-${at.company.id}@company.example`)).toHaveLength(1)
    expect(await toldTo(world, at.supervisor)).toMatchObject([{ read: false, link: `/complaints/${at.complaintId}` }])
    for (const other of [at.viewer, at.reader, at.poc]) expect([...(await tasksOf(world, other)), ...(await toldTo(world, other)), ...(await mailsTo(world, other))]).toEqual([])
  })

  test('no e-mail and no notification names the complainant', async ({ world }) => {
    const at = await sent(world)
    await run(world, { event: 'requests_sent', complaintId: at.complaintId, requestIds: at.requestIds, by: at.manager.userId })
    const texts = await world.rows('select subject || text_body || html_body as text from mail union all select sentence from notification')
    expect(texts.length).toBeGreaterThan(3)
    expect(JSON.stringify(texts)).not.toMatch(/Wilhelmina|Secretname|Hiddenville/)
  })

  test('running the job again, or twice at once, tells nobody twice', async ({ world }) => {
    const at = await sent(world)
    const payload = { eventId: newId(), event: 'requests_sent' as const, complaintId: at.complaintId, requestIds: at.requestIds, by: at.manager.userId }
    await Promise.all([run(world, payload), run(world, payload)])
    await run(world, payload)
    const counts = await world.rows(
      `select (select count(*) from mail where event_id = $1)::int as mails, (select count(*) from notification where event_id = $1)::int as notifications,
              (select count(*) from task where complaint_id = $2)::int as tasks,
              (select count(*) from graphile_worker._private_jobs j join mail m on j.key = 'mail:' || m.id where m.event_id = $1)::int as jobs`,
      [payload.eventId, at.complaintId],
    )
    expect(counts).toEqual([{ mails: 3, notifications: 3, tasks: 1, jobs: 3 }])
  })
})

describe('when a Point of Contact is assigned', () => {
  test('they hold a task for each open request, earliest due first, and the task to assign is gone', async ({ world }) => {
    const at = await sent(world)
    await run(world, { event: 'requests_sent', complaintId: at.complaintId, requestIds: at.requestIds, by: at.manager.userId })
    await assign(world, at, at.poc)
    await run(world, { event: 'poc_assigned', complaintId: at.complaintId, userIds: [at.poc.userId], by: at.contact.userId })
    expect(await tasksOf(world, at.poc)).toMatchObject([
      { kind: 'answer_request', link: `/received-requests/${at.requestIds[0] ?? ''}`, dueOn: '2026-12-10' },
      { kind: 'answer_request', link: `/received-requests/${at.requestIds[1] ?? ''}`, dueOn: '2026-12-11' },
    ])
    expect(await tasksOf(world, at.contact)).toEqual([])
    expect((await mailsTo(world, at.poc)).map((mail) => mail.subject.replace(/C-\d+/, 'C'))).toEqual(['You are the Point of Contact for complaint C'])
  })

  test('tasks move to the next Point of Contact', async ({ world }) => {
    const at = await sent(world)
    await assign(world, at, at.poc)
    await run(world, { event: 'poc_assigned', complaintId: at.complaintId, userIds: [at.poc.userId], by: at.contact.userId })
    await assign(world, at, at.contact)
    await run(world, { event: 'poc_assigned', complaintId: at.complaintId, userIds: [at.contact.userId], by: at.contact.userId })
    expect(await tasksOf(world, at.poc)).toEqual([])
    expect(await tasksOf(world, at.contact)).toHaveLength(2)
    expect(await toldTo(world, at.contact)).toEqual([])
  })

  test('a list longer than a page goes on where it stopped', async ({ world }) => {
    const at = await sent(world)
    await assign(world, at, at.poc)
    await run(world, { event: 'poc_assigned', complaintId: at.complaintId, by: at.contact.userId })
    const first = await listTasks(world.deps, at.poc, { limit: 1 })
    const second = await listTasks(world.deps, at.poc, { limit: 1, cursor: first.next ?? '' })
    expect([...first.items, ...second.items].map((task) => task.dueOn)).toEqual(['2026-12-10', '2026-12-11'])
    expect(second.next).toBeNull()
  })

  test('what has no due date stands by the day on which it came, not behind everything that has time', async ({ world }) => {
    const at = await sent(world)
    for (const [due, came] of [['2026-11-01', '2026-10-01'], [null, '2026-11-20'], ['2026-12-24', '2026-11-01'], [null, '2026-11-10']]) {
      const taskId = newId()
      await world.rows(`insert into task (id, event_id, kind, agency_id, due_on, created_at) values ($1, $1, 'verify_users', $2, $3, $4)`, [taskId, at.agency.id, due, `${String(came)}T12:00:00Z`])
      await world.rows('insert into task_holder (task_id, user_id) values ($1, $2)', [taskId, at.supervisor.userId])
    }
    const [first, second] = [await listTasks(world.deps, at.supervisor, { limit: 2 }), await listTasks(world.deps, at.supervisor, { limit: 50 })]
    const rest = await listTasks(world.deps, at.supervisor, { limit: 50, cursor: first.next ?? '' })
    expect(second.items.map((task) => task.dueOn ?? task.createdAt.slice(0, 10))).toEqual(['2026-11-01', '2026-11-10', '2026-11-20', '2026-12-24'])
    expect([...first.items, ...rest.items]).toEqual(second.items)
  })
})

test('an answer is a task of the Agency POC until its Quick Look, and a Viewer who was chosen hears nothing', async ({ world }) => {
  const at = await sent(world)
  const [requestId = ''] = at.requestIds
  await assign(world, at, at.poc)
  await run(world, { event: 'poc_assigned', complaintId: at.complaintId, by: at.contact.userId })
  await world.rows(`update information_request set status = 'sent_to_agency', answered_at = now(), answered_by = $2 where id = $1`, [requestId, at.poc.userId])
  await run(world, { event: 'response_submitted', complaintId: at.complaintId, requestIds: [requestId], by: at.poc.userId })
  expect(await tasksOf(world, at.manager)).toMatchObject([{ kind: 'review_response', link: `/information-requests/${requestId}`, counterpart: at.company.name }])
  expect(await tasksOf(world, at.poc)).toHaveLength(1)
  expect(await mailsTo(world, at.manager)).toHaveLength(1)
  expect([...(await toldTo(world, at.viewer)), ...(await mailsTo(world, at.viewer))]).toEqual([])

  await world.deps.transaction(at.supervisor, (tx) => finishTasks(tx, { kind: 'review_response', requestId }))
  expect(await tasksOf(world, at.manager)).toEqual([])
})

test('closing tells the company only if the complaint was ever sent to it', async ({ world }) => {
  for (const everSent of [true, false]) {
    const at = await sent(world)
    await assign(world, at, at.poc)
    await run(world, { event: 'poc_assigned', complaintId: at.complaintId, by: at.poc.userId })
    await world.rows(`update complaint set status = 'closed', closed_at = now(), first_sent_at = case when $2 then first_sent_at end where id = $1`, [at.complaintId, everSent])
    await run(world, { event: 'complaint_closed', complaintId: at.complaintId, by: at.supervisor.userId })
    expect(await mailsTo(world, at.poc)).toHaveLength(everSent ? 1 : 0)
    expect(await tasksOf(world, at.poc)).toEqual([])
    expect(await mailsTo(world, at.manager)).toHaveLength(1)
  }
})

test('an agency cannot take tasks of others off their lists', async ({ world }) => {
  const at = await sent(world)
  await run(world, { event: 'requests_sent', complaintId: at.complaintId, requestIds: at.requestIds, by: at.manager.userId })
  await world.deps.transaction(at.supervisor, (tx) => finishTasks(tx, { complaintId: at.complaintId }))
  expect(await tasksOf(world, at.contact)).toHaveLength(1)
})

test('reading notifications marks one’s own, and nobody else’s', async ({ world }) => {
  const at = await sent(world)
  await run(world, { event: 'requests_sent', complaintId: at.complaintId, requestIds: at.requestIds, by: null })
  const [mine] = await toldTo(world, at.supervisor)
  await markRead(world.deps, at.contact, { ids: [mine?.id ?? ''] })
  expect(await toldTo(world, at.supervisor)).toMatchObject([{ read: false }])
  await markRead(world.deps, at.supervisor, {})
  expect(await toldTo(world, at.supervisor)).toMatchObject([{ read: true }])
  expect(await toldTo(world, at.contact)).toMatchObject([{ read: false }])
})

test('a draft that was discarded meanwhile is no failure', async ({ world }) => {
  await expect(run(world, { event: 'complaint_closed', complaintId: newId(), by: null })).resolves.toBeUndefined()
})
