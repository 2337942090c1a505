import { cancelComplaint } from '#src/modules/complaints/commands/cancel-complaint.ts'
import { closeComplaint } from '#src/modules/complaints/commands/close-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { atOnce } from '#test/world/at-once.ts'
import { assigned, cast, entered, sent, type Cast } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { readRequest } from '../queries/read-requests.ts'
import { readLatestResponse } from '../queries/received-requests.ts'
import { cancelRequest } from './cancel-request.ts'
import { saveDraft } from './save-draft.ts'
import { submitResponse } from './submit-response.ts'

const rounds = 4

/** A request with the company, whose answer is drafted and could be submitted now. */
async function drafted(world: World, { supervisor, company, administrator, poc }: Cast) {
  const complaintId = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, complaintId)
  await assigned(world, administrator, complaintId, poc)
  await saveDraft(world.deps, poc, requestId, { version: 0, text: 'The payment was credited.', links: [], restricted: false })
  const answer = await readLatestResponse(world.deps, poc, requestId)
  return { complaintId, requestId, submit: () => submitResponse(world.deps, poc, requestId, { version: answer.version }) }
}

/** Both at once, each the first of the two in every other round: "done", or why it was refused. */
async function race(world: World, complaintId: string, round: number, one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<[string, string]> {
  const [first, second] = await atOnce(world, complaintId, ...(round % 2 === 0 ? [one, other] : [other, one]))
  const [a, b] = [first?.code ?? '', second?.code ?? '']
  return round % 2 === 0 ? [a, b] : [b, a]
}

async function deeds(world: World, complaintId: string): Promise<string[]> {
  return (await world.rows<{ action: string }>("select action from audit_entry where complaint_id = $1 and action not like '%.read' order by at, id", [complaintId])).map(({ action }) => action)
}

test('closing against submitting: the answer arrives, and the complaint is closed after it or not at all', async ({ world }) => {
  const all = await cast(world)
  for (let round = 0; round < rounds; round += 1) {
    const { complaintId, submit } = await drafted(world, all)
    const { version } = await readComplaint(world.deps, all.supervisor, complaintId)
    const [submitted, closed] = await race(world, complaintId, round, submit, () => closeComplaint(world.deps, all.supervisor, complaintId, { version, reason: 'closed_with_explanation', notes: 'Credited.', commentsToCompany: '', documentIds: [] }))
    // Of a complaint with a request that is with the company nobody can wait for the answer by closing it.
    expect([submitted, closed]).toEqual(['done', round % 2 === 0 ? 'done' : 'conflict'])
    const { status } = await readComplaint(world.deps, all.supervisor, complaintId)
    expect(status).toBe(closed === 'done' ? 'closed' : 'in_progress')
    const told = await deeds(world, complaintId)
    expect(told.filter((action) => action === 'response.submitted')).toHaveLength(1)
    expect(told.includes('complaint.closed')).toBe(closed === 'done')
    if (closed === 'done') expect(told.indexOf('response.submitted')).toBeLessThan(told.indexOf('complaint.closed'))
  }
})

test('canceling a request or the complaint against submitting: one of them wins, the other is refused, and the history tells the one', async ({ world }) => {
  const all = await cast(world)
  for (let round = 0; round < rounds; round += 1) {
    const { complaintId, requestId, submit } = await drafted(world, all)
    const ofComplaint = round % 4 > 1
    const { version } = ofComplaint ? await readComplaint(world.deps, all.supervisor, complaintId) : await readRequest(world.deps, all.supervisor, requestId)
    const [submitted, canceled] = await race(world, complaintId, round, submit, () =>
      ofComplaint ? cancelComplaint(world.deps, all.supervisor, complaintId, { version, reason: 'Entered twice.' }) : cancelRequest(world.deps, all.supervisor, requestId, { version, reason: 'No longer needed.' }))
    const told = await deeds(world, complaintId)
    const { status } = await readRequest(world.deps, all.supervisor, requestId)
    if (submitted === 'done' && !ofComplaint) expect(canceled).not.toBe('done')
    if (submitted !== 'done') {
      expect(canceled).toBe('done')
      expect(['conflict', 'invalid', 'stale_version', 'not_found']).toContain(submitted)
      expect(status).toBe('canceled')
    }
    expect(told.includes('response.submitted')).toBe(submitted === 'done')
    expect(told.includes(ofComplaint ? 'complaint.canceled' : 'information_request.canceled')).toBe(canceled === 'done')
  }
})
