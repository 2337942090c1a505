import { cast, completeFields, entered } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { AgencyActor } from '#src/access/actor.ts'
import { startComplaint } from '../commands/start-complaint.ts'
import { findDuplicates } from './find-duplicates.ts'

const narrative = 'The servicer did not credit my payment of October and raised my escrow without a word. I called them four times and was told that a supervisor would call me back, which never happened until today.'
const found = async (world: World, actor: AgencyActor, id: string) => (await findDuplicates(world.deps, actor, id)).items.map((item) => [item.id, item.reasons.map(({ kind }) => kind)])

async function share(world: World, complaintId: string, owner: string, other: string): Promise<void> {
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [complaintId, owner, other])
}

test('a draft shows what is there already: by CFPB ID, complainant and description, the most certain first', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const other = await world.company()
  const person = { firstName: 'Ana', lastName: 'Quistgaard', email: 'ana.q@mail.example', zip: '43612' }
  const byText = await entered(world, supervisor, company, { narrative: `To whom it may concern. ${narrative}`, complainant: { firstName: 'A.', lastName: 'Q', zip: '43612' } })
  const byPerson = await entered(world, supervisor, company, { narrative: 'Another matter.', complainant: person })
  const byCfpbId = await entered(world, supervisor, other, { cfpbId: '7654321', narrative: 'Short.', complainant: { firstName: 'Ben', lastName: 'Okafor' } })
  await entered(world, supervisor, company, { narrative: 'Nothing alike.', complainant: { firstName: 'Cleo', lastName: 'Dietz' } })
  const draft = await startComplaint(world.deps, supervisor, await completeFields(world, company, { cfpbId: '7654321', narrative, complainant: person }))
  expect(await found(world, supervisor, draft)).toEqual([
    [byCfpbId, ['cfpb_id']],
    [byPerson, ['complainant_and_company']],
    [byText, ['narrative']],
  ])
})

test("of other agencies only the same CFPB ID is known, until access is given, and then without a restricted complainant", async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const theirs = await world.agency()
  const colleague = await world.agencyUser(theirs, 'supervisor')
  const person = { firstName: 'Ines', lastName: 'Vandervoort', email: 'ines@mail.example' }
  const same = await entered(world, colleague, company, { narrative, complainant: person })
  const hidden = await entered(world, colleague, company, { narrative: 'Else.', complainant: { ...person, restricted: true } })
  const numbered = await entered(world, colleague, company, { cfpbId: '111222', narrative: 'Else again.', complainant: { firstName: 'X', lastName: 'Y' } })
  const draftOfTheirs = await startComplaint(world.deps, colleague, await completeFields(world, company, { cfpbId: '111222', narrative, complainant: person }))
  const own = await entered(world, supervisor, company, { cfpbId: '111222', narrative, complainant: person })
  expect(await found(world, supervisor, own)).toEqual([[numbered, ['cfpb_id']]])
  await share(world, same, theirs.id, agency.id)
  await share(world, hidden, theirs.id, agency.id)
  const seen = (await found(world, supervisor, own)).map(([id]) => id)
  expect(seen).toContain(same)
  expect(seen).not.toContain(hidden)
  expect(seen).not.toContain(draftOfTheirs)
  await world.rows(`update complaint_access set state = 'revoked' where complaint_id = $1`, [same])
  expect(await found(world, supervisor, own), 'revoked').toEqual([[numbered, ['cfpb_id']]])
})

test("another agency's complaint has no duplicates to show, nor does a company's", async ({ world }) => {
  const { supervisor, company, poc } = await cast(world)
  const id = await entered(world, supervisor, company, { narrative })
  const outsider = await world.agencyUser(await world.agency(), 'supervisor')
  await expect(findDuplicates(world.deps, outsider, id)).rejects.toThrow(/role does not allow/)
  await expect(findDuplicates(world.deps, poc, id)).rejects.toThrow(/not found/)
  const draft = await startComplaint(world.deps, supervisor, await completeFields(world, company))
  await expect(findDuplicates(world.deps, outsider, draft)).rejects.toThrow(/not found/)
})
