import type { AgencyActor, CompanyActor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import { cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** Letters hold the complainant's name and address: who sees them and their PDF, and what a restriction does to it. */
async function withLetter(world: World) {
  const people = await cast(world)
  const complaintId = await entered(world, people.supervisor, people.company)
  await sent(world, people.supervisor, complaintId)
  const letterId = newId()
  await world.deps.transaction(people.supervisor, (tx) =>
    tx.db.insertInto('letter').values({ id: letterId, complaint_id: complaintId, agency_id: people.agency.id, kind: 'other', status: 'draft', addressee: 'Yolanda Pruitt', subject: 'S', body: 'B', created_by: people.supervisor.userId, created_at: tx.now, updated_at: tx.now }).execute())
  const documentId = newId()
  await world.deps.transaction({ kind: 'job' }, (tx) =>
    tx.db.insertInto('document').values({ id: documentId, purpose: 'letter', complaint_id: complaintId, agency_id: people.agency.id, letter_id: letterId, side: 'agency', name: 'L.pdf', original_name: 'L.pdf', content_type: 'application/pdf', size: '1', uploaded_by: people.supervisor.userId, created_at: tx.now }).execute())
  const guest = await world.agencyUser(await world.agency())
  const stranger = await world.agencyUser(await world.agency())
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, 'accepted', now())`, [newId(), complaintId, people.agency.id, guest.agencyId])
  return { ...people, complaintId, guest, stranger }
}

const seen = (world: World, actor: AgencyActor | CompanyActor, complaintId: string) =>
  world.deps.transaction(actor, async (tx) => {
    const letters = actor.kind === 'company' ? [] : await tx.db.selectFrom('letter').select('id').where('complaint_id', '=', complaintId).execute()
    const documents = await tx.db.selectFrom('document').select('id').where('complaint_id', '=', complaintId).where('purpose', '=', 'letter').execute()
    return [letters.length, documents.length]
  })

test('a letter and its PDF are seen by the owner and agencies with access, never by the company or another agency', async ({ world }) => {
  const { supervisor, agency, guest, stranger, poc, complaintId } = await withLetter(world)
  expect(await seen(world, supervisor, complaintId)).toEqual([1, 1])
  expect(await seen(world, await world.agencyUser(agency, 'viewer'), complaintId)).toEqual([1, 1])
  expect(await seen(world, await world.agencyUser(agency, null), complaintId)).toEqual([0, 0])
  expect(await seen(world, guest, complaintId)).toEqual([1, 1])
  expect(await seen(world, stranger, complaintId)).toEqual([0, 0])
  expect(await seen(world, poc, complaintId)).toEqual([0, 0])
  expect(await world.deps.transaction(poc, (tx) => tx.db.selectFrom('letter').select('id').execute())).toEqual([])
  await expect(world.deps.transaction(poc, (tx) => tx.db.selectFrom('letter_template').select('id').execute())).rejects.toThrow(/permission denied/)
})

test('a restriction takes letters back to the owner, whenever it is set, and its end gives them again', async ({ world }) => {
  const { supervisor, guest, complaintId } = await withLetter(world)
  await world.rows('update complainant set restricted = true, shared_company_id = null where complaint_id = $1', [complaintId])
  expect(await seen(world, guest, complaintId)).toEqual([0, 0])
  expect(await seen(world, supervisor, complaintId)).toEqual([1, 1])
  await world.rows('update complainant set restricted = false where complaint_id = $1', [complaintId])
  expect(await seen(world, guest, complaintId)).toEqual([1, 1])
})

test('nobody writes a letter or a template in another agency’s name, or a shipped template', async ({ world }) => {
  const { supervisor, guest, complaintId, agency } = await withLetter(world)
  const letter = { complaint_id: complaintId, agency_id: agency.id, kind: 'other', status: 'draft', addressee: '', subject: 'S', body: 'B', created_by: guest.userId, created_at: new Date(), updated_at: new Date() }
  await expect(world.deps.transaction(guest, (tx) => tx.db.insertInto('letter').values({ ...letter, id: newId() }).execute())).rejects.toThrow(/row-level security/)
  for (const agencyId of [guest.agencyId, null]) {
    await expect(world.deps.transaction(supervisor, (tx) => tx.db.insertInto('letter_template').values({ id: newId(), agency_id: agencyId, kind: 'other', name: 'x', subject: 'x', body: 'x', updated_at: tx.now }).execute())).rejects.toThrow(/row-level security/)
  }
})

test('of letters to it the company sees what was issued, once its PDF is there; another company and Account Administrators without complaints access see none', async ({ world }) => {
  const people = await cast(world)
  const { supervisor, company, poc, agency } = people
  const complaintId = await entered(world, supervisor, company)
  await sent(world, supervisor, complaintId)
  const guest = await world.agencyUser(await world.agency())
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, 'accepted', now())`, [newId(), complaintId, agency.id, guest.agencyId])
  for (const [status, delivered] of [['draft', false], ['approved', false], ['issued', false], ['issued', true], ['acknowledged', true], ['withdrawn', true]] as const) {
    const isOut = status !== 'draft' && status !== 'approved'
    await world.rows(
      `insert into letter (id, complaint_id, agency_id, side, company_id, kind, status, addressee, subject, body, created_by, created_at, updated_at, approved_by, approved_at, issued_by, issued_at, due_on, original_due_on, delivered_at, acknowledged_by, acknowledged_at, withdrawn_by, withdrawn_at)
       values ($1, $2, $3, 'company', $4, 'other', $5, 'A', $6, 'B', $7, now(), now(), $7, now(), $8::uuid, case when $8::uuid is null then null else now() end, $9::date, $9::date, case when $10 then now() end,
         case when $5 = 'acknowledged' then $11::uuid end, case when $5 = 'acknowledged' then now() end, case when $5 = 'withdrawn' then $7::uuid end, case when $5 = 'withdrawn' then now() end)`,
      [newId(), complaintId, agency.id, company.id, status, `${status} ${String(delivered)}`, supervisor.userId, isOut ? supervisor.userId : null, isOut ? '2026-12-08' : null, delivered, poc.userId],
    )
  }
  const subjects = async (actor: AgencyActor | CompanyActor) => (await world.deps.transaction(actor, (tx) => tx.db.selectFrom('letter').select('subject').where('complaint_id', '=', complaintId).orderBy('subject').execute())).map((row) => row.subject)
  const issued = ['acknowledged true', 'issued true', 'withdrawn true']
  expect(await subjects(poc)).toEqual(issued)
  expect(await subjects(await world.companyUser(company, 'view'))).toEqual(issued)
  for (const blind of [await world.companyUser(company, null, ['account_administrator']), await world.companyUser(await world.company(), 'manage'), { ...poc, enrolled: false, complaintsAccess: null }]) expect(await subjects(blind)).toEqual([])
  for (const all of [supervisor, guest]) expect(await subjects(all)).toHaveLength(6)
  for (const column of ['created_by', 'return_note', 'approved_by', 'template_id'] as const) await expect(world.deps.transaction(poc, (tx) => tx.db.selectFrom('letter').select(column).execute())).rejects.toThrow(/permission denied/)
  const change = (actor: AgencyActor | CompanyActor, subject: string, set: { status: string }) =>
    world.deps.transaction(actor, (tx) => tx.db.updateTable('letter').set(actor.kind === 'company' ? { ...set, acknowledged_by: actor.userId, acknowledged_at: tx.now } : set).where('subject', '=', subject).returning('id').execute())
  expect(await change(await world.companyUser(company, 'view'), 'issued true', { status: 'acknowledged' })).toEqual([])
  expect(await change(poc, 'issued false', { status: 'acknowledged' })).toEqual([])
  await expect(change(poc, 'issued true', { status: 'withdrawn' })).rejects.toThrow(/row-level security|stays as it is/)
  expect(await change(poc, 'issued true', { status: 'acknowledged' })).toHaveLength(1)
  await expect(change(await world.agencyUser(agency, 'manager'), 'draft false', { status: 'approved' }), 'a Manager, past the program').rejects.toThrow(/by a Supervisor/)
})
