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
