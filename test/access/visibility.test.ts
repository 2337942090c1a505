import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import type { JobActor, Nobody } from '#src/platform/ports.ts'
import { closeComplaint } from '#src/modules/complaints/commands/close-complaint.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { saveDraft } from '#src/modules/information-requests/commands/save-draft.ts'
import { answered, assigned, cast, completeFields, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/**
 * Who sees what (docs/rules.md 2), asked of the database itself: for each kind of actor, the rows of each table
 * that are visible in a world in which every table has some.
 */
type Viewer = Actor | JobActor | Nobody

/** Tables in the order of the migrations. A table that is not named here fails the last test. */
const tables = [
  'complaint', 'complaint_detail', 'complainant', 'complaint_delivery', 'complaint_access', 'closure',
  'request_sending', 'information_request', 'response', 'document', 'task', 'task_holder', 'notification',
] as const
type Counts = Partial<Record<(typeof tables)[number], number>>

async function visibleTo(world: World, actor: Viewer, complaintId: string): Promise<Counts> {
  const counts: Counts = {}
  for (const table of tables) {
    const key = table === 'complaint' ? 'id' : 'complaint_id'
    if (table === 'task_holder') continue
    const found = await world.deps
      .transaction(actor, async (tx) => (await sql<{ n: number }>`select count(${sql.ref(key)})::int as n from ${sql.table(table)} where ${sql.ref(key)} = ${complaintId}`.execute(tx.db)).rows[0]?.n ?? 0)
      .catch((error: unknown) => {
        if (/permission denied/.test(String(error))) return 0
        throw error
      })
    if (found > 0) counts[table] = found
  }
  return counts
}

async function closedExchange(world: World) {
  const people = await cast(world)
  const complaintId = await entered(world, people.supervisor, people.company)
  const requestId = await sent(world, people.supervisor, complaintId)
  await assigned(world, people.administrator, complaintId, people.poc)
  await answered(world, people.poc, requestId)
  const { version } = await readComplaint(world.deps, people.supervisor, complaintId)
  await closeComplaint(world.deps, people.supervisor, complaintId, { version, reason: 'closed_with_explanation', notes: 'Internal.', commentsToCompany: 'Thank you.', documentIds: [] })
  return { ...people, complaintId, requestId }
}

const everything: Counts = { complaint: 1, complaint_detail: 1, complainant: 1, complaint_delivery: 1, closure: 1, request_sending: 1, information_request: 1, response: 1 }

test("the owning agency's complaints users see all of a complaint, whatever their role", async ({ world }) => {
  const { agency, supervisor, complaintId } = await closedExchange(world)
  expect(await visibleTo(world, supervisor, complaintId)).toEqual(everything)
  for (const role of ['manager', 'viewer'] as const) expect(await visibleTo(world, await world.agencyUser(agency, role), complaintId)).toEqual(everything)
})

test('an agency user without a complaints role sees nothing of it', async ({ world }) => {
  const { agency, complaintId } = await closedExchange(world)
  expect(await visibleTo(world, await world.agencyUser(agency, null, ['account_administrator', 'staff_director']), complaintId)).toEqual({})
})

test('another agency sees basic information, and nothing else, until it has access', async ({ world }) => {
  const { agency, complaintId } = await closedExchange(world)
  const other = await world.agency()
  const outsider = await world.agencyUser(other, 'supervisor')
  expect(await visibleTo(world, outsider, complaintId)).toEqual({ complaint: 1 })
  await world.rows(
    `insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`,
    [complaintId, agency.id, other.id],
  )
  expect(await visibleTo(world, outsider, complaintId)).toEqual({ ...everything, complaint_access: 1 })
  await world.rows(`update complaint_access set state = 'revoked' where complaint_id = $1`, [complaintId])
  expect(await visibleTo(world, outsider, complaintId)).toEqual({ complaint: 1, complaint_access: 1 })
})

test('an agency with access does not see restricted complainant details', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const complaintId = await entered(world, supervisor, company, { complainant: { firstName: 'Ruth', lastName: 'Ames', restricted: true } })
  const other = await world.agency()
  await world.rows(
    `insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`,
    [complaintId, agency.id, other.id],
  )
  const seen = await visibleTo(world, await world.agencyUser(other, 'viewer'), complaintId)
  expect(seen).toMatchObject({ complaint: 1, complaint_detail: 1 })
  expect(seen.complainant).toBeUndefined()
})

test('a draft is seen by its own agency only', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await startComplaint(world.deps, supervisor, await completeFields(world, company))
  expect(await visibleTo(world, supervisor, id)).toMatchObject({ complaint: 1 })
  expect(await visibleTo(world, await world.agencyUser(await world.agency(), 'supervisor'), id)).toEqual({})
})

test('the company sees nothing before the first request is sent', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  expect(await visibleTo(world, administrator, id)).toEqual({})
  await sent(world, supervisor, id)
  expect(await visibleTo(world, poc, id)).toMatchObject({ complaint: 1, complaint_delivery: 1, information_request: 1 })
})

test("a company sees its own side's rows, another company none", async ({ world }) => {
  const { poc, complaintId } = await closedExchange(world)
  expect(await visibleTo(world, poc, complaintId)).toEqual(everything)
  const other = await world.companyUser(await world.company(), 'manage', ['account_administrator'])
  expect(await visibleTo(world, other, complaintId)).toEqual({})
})

test('an Account Administrator without complaints access sees that a complaint arrived, and nothing of it', async ({ world }) => {
  const { company, complaintId } = await closedExchange(world)
  expect(await visibleTo(world, await world.companyUser(company, null, ['account_administrator']), complaintId)).toEqual({ complaint_delivery: 1 })
  expect(await visibleTo(world, await world.companyUser(company, null, ['leader']), complaintId)).toEqual({})
})

test('no grant lets a company read the columns that are never its own', async ({ world }) => {
  const { poc, complaintId } = await closedExchange(world)
  const never: Record<string, string[]> = {
    complaint: ['status', 'cfpb_id', 'product_id', 'issue_id', 'received_on', 'first_sent_at', 'business_type', 'business_activities', 'due_on', 'closed_at', 'waiting_for'],
    complaint_detail: ['desired_outcome', 'received_via', 'transaction_amount'],
    complainant: ['email', 'phone', 'restricted', 'language', 'servicemember', 'older_american'],
    closure: ['reason', 'notes', 'relief_amount', 'days_open'],
    information_request: ['quick_look_at', 'quick_look_by', 'cancel_reason', 'notify_user_ids'],
  }
  for (const [table, columns] of Object.entries(never)) {
    for (const column of columns) {
      await expect(world.deps.transaction(poc, (tx) => sql`select ${sql.ref(column)} from ${sql.table(table)}`.execute(tx.db)), `${table}.${column}`).rejects.toThrow(/permission denied/)
    }
  }
  expect(complaintId).toBeTruthy()
})

test('a restricted answer is read at the company by the POC, and by its author while a draft', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const drafter = await world.companyUser(company, 'manage')
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Confidential.', links: [], restricted: true })
  const readers = async () => {
    const seen: boolean[] = []
    for (const actor of [poc, drafter, administrator, supervisor]) seen.push((await visibleTo(world, actor, id)).response === 1)
    return seen
  }
  expect(await readers()).toEqual([true, true, false, false])
  await assigned(world, administrator, id, administrator)
  expect(await readers(), 'the new POC inherits it, the former one loses it').toEqual([false, true, true, false])
  await world.rows(`update response set status = 'sent', sent_by = author_id, sent_at = now() where complaint_id = $1`, [id])
  expect(await readers(), 'sent: the POC and the agency').toEqual([false, false, true, true])
})

test('with no claims nothing is visible in any table, to any kind of actor', async ({ world }) => {
  await closedExchange(world)
  const all = await world.rows<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('schema_migration')`)
  const client = await world.db.admin.connect()
  try {
    for (const role of ['ses_agency', 'ses_company', 'ses_platform', 'ses_worker']) {
      for (const { name } of all) {
        await client.query('begin')
        await client.query(`set local role ${role}`)
        const seen = await client.query<{ n: number }>(`select count(*)::int as n from "${name}"`).then((result) => result.rows[0]?.n ?? 0, (error: unknown) => {
          if (/permission denied/.test(String(error))) return 0
          throw error
        })
        await client.query('rollback')
        expect(seen, `${role} in ${name}`).toBe(0)
      }
    }
  } finally {
    client.release()
  }
})

test('every table is protected: row-level security is on and forced, and only its owner has a policy for all', async ({ world }) => {
  const open = await world.rows(
    `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'schema_migration' and not (c.relrowsecurity and c.relforcerowsecurity)`,
  )
  expect(open).toEqual([])
  const blanket = await world.rows(`select tablename, policyname from pg_policies where schemaname = 'public' and qual = 'true' and roles <> '{ses_owner}'`)
  expect(blanket).toEqual([])
  const owners = await world.rows(
    `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' and pg_get_userbyid(c.relowner) <> 'ses_owner'`,
  )
  expect(owners).toEqual([])
})

test('nobody who acts may change or remove an entry of the audit', async ({ world }) => {
  const { supervisor } = await closedExchange(world)
  for (const statement of ["update audit_entry set action = 'x'", 'delete from audit_entry']) {
    await expect(world.deps.transaction(supervisor, (tx) => sql.raw(statement).execute(tx.db))).rejects.toThrow(/permission denied/)
    await expect(world.rows(statement), 'not even its owner').rejects.toThrow(/append-only/)
  }
})
