import { AppError } from '#src/kernel/errors.ts'
import { cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test } from '#test/world/test-world.ts'
import { addRequestSet, addRequestTemplate, retireRequestSet, retireRequestTemplate, updateRequestSet, updateRequestTemplate } from './commands/manage-library.ts'
import { useRequestSet } from './commands/use-set.ts'
import { addRequest, removeRequests } from './commands/write-request.ts'
import { readLibrary } from './queries/read-library.ts'
import { listRequests } from './queries/read-requests.ts'

const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
const history = { name: 'Payment history', title: 'Payment history', description: 'Send the payments since June.', acknowledgeOnly: false, dueDays: 10 }
const receipt = { name: 'Receipt', title: 'Acknowledge receipt', description: 'Acknowledge that you received the complaint.', acknowledgeOnly: true, dueDays: null }

test('what an agency asks again and again stands in its library, and is its own', async ({ world }) => {
  const { agency, supervisor, poc } = await cast(world)
  const added = await addRequestTemplate(world.deps, supervisor, history)
  const viewer = await world.agencyUser(agency, 'viewer')
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  expect(await readLibrary(world.deps, viewer)).toMatchObject({ templates: [{ id: added.id, name: 'Payment history' }], canManage: false })
  expect((await readLibrary(world.deps, stranger)).templates).toEqual([])
  expect(await codeOf(readLibrary(world.deps, poc))).toBe('forbidden')
  const change = (who: typeof supervisor, version = 1) => codeOf(updateRequestTemplate(world.deps, who, added.id, { ...history, title: 'All payments', version }))
  expect(await change(viewer)).toBe('forbidden')
  expect(await change(stranger)).toBe('not_found')
  expect(await codeOf(addRequestTemplate(world.deps, poc, history))).toBe('forbidden')
  expect(await change(supervisor)).toBe('done')
  expect(await change(supervisor)).toBe('stale_version')
})

test('names are one of a kind among what is not retired, whatever their case, also for two at once', async ({ world }) => {
  const { supervisor } = await cast(world)
  const both = await Promise.all([codeOf(addRequestTemplate(world.deps, supervisor, history)), codeOf(addRequestTemplate(world.deps, supervisor, { ...history, name: 'PAYMENT history' }))])
  expect(both.sort()).toEqual(['done', 'invalid'])
  const [template] = (await readLibrary(world.deps, supervisor)).templates
  if (template === undefined) throw new Error('One of them was added.')
  await retireRequestTemplate(world.deps, supervisor, template.id, { version: 1, retired: true })
  await addRequestTemplate(world.deps, supervisor, history)
  expect(await codeOf(retireRequestTemplate(world.deps, supervisor, template.id, { version: 2, retired: false }))).toBe('invalid')
  const set = await addRequestSet(world.deps, supervisor, { name: 'First request', templateIds: [template.id] })
  expect(await codeOf(addRequestSet(world.deps, supervisor, { name: 'first request', templateIds: [template.id] }))).toBe('invalid')
  expect(await codeOf(retireRequestSet(world.deps, supervisor, set.id, { version: 2, retired: true }))).toBe('stale_version')
})

test('a set writes its requests in order, each with its due date on a working day; a retired template is passed over', async ({ world }) => {
  const { agency, supervisor, company, poc } = await cast(world)
  const first = await addRequestTemplate(world.deps, supervisor, history)
  const second = await addRequestTemplate(world.deps, supervisor, receipt)
  const retired = await addRequestTemplate(world.deps, supervisor, { ...history, name: 'Old' })
  const set = await addRequestSet(world.deps, supervisor, { name: 'Mortgage servicing: first request', templateIds: [second.id, retired.id, first.id] })
  await retireRequestTemplate(world.deps, supervisor, retired.id, { version: 1, retired: true })
  const id = await entered(world, supervisor, company)
  for (const [who, code] of [[await world.agencyUser(agency, 'viewer'), 'forbidden'], [await world.agencyUser(await world.agency(), 'supervisor'), 'forbidden'], [poc, 'not_found']] as const) {
    expect(await codeOf(useRequestSet(world.deps, who, id, set.id))).toBe(code)
  }
  await useRequestSet(world.deps, supervisor, id, set.id)
  const { items } = await listRequests(world.deps, supervisor, id)
  expect(items.map(({ title, acknowledgeOnly, status }) => [title, acknowledgeOnly, status])).toEqual([['Acknowledge receipt', true, 'ready_to_send'], ['Payment history', false, 'ready_to_send']])
  expect(items.map(({ dueOn }) => dueOn)).toEqual([null, (await readLibrary(world.deps, supervisor)).templates.find((one) => one.id === first.id)?.dueOn])
  // What was written is a copy.
  await updateRequestTemplate(world.deps, supervisor, first.id, { ...history, title: 'Changed', version: 1 })
  expect((await listRequests(world.deps, supervisor, id)).items[1]?.title).toBe('Payment history')
})

test('sets are changed in order, hold templates of their own agency alone, and end in nothing when all are retired', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  const [first, second] = [await addRequestTemplate(world.deps, supervisor, history), await addRequestTemplate(world.deps, supervisor, receipt)]
  const foreign = await addRequestTemplate(world.deps, stranger, history)
  expect(await codeOf(addRequestSet(world.deps, supervisor, { name: 'Mixed', templateIds: [first.id, foreign.id] }))).toBe('invalid')
  const set = await addRequestSet(world.deps, supervisor, { name: 'Both', templateIds: [first.id, second.id] })
  const changed = await updateRequestSet(world.deps, supervisor, set.id, { name: 'Both', templateIds: [second.id, first.id], version: 1 })
  expect(changed.templates.map(({ name }) => name)).toEqual(['Receipt', 'Payment history'])
  expect(await codeOf(updateRequestSet(world.deps, stranger, set.id, { name: 'Mine', templateIds: [foreign.id], version: 2 }))).toBe('not_found')
  const id = await entered(world, supervisor, company)
  await retireRequestSet(world.deps, supervisor, set.id, { version: 2, retired: true })
  expect(await codeOf(useRequestSet(world.deps, supervisor, id, set.id))).toBe('conflict')
})

test('several requests are removed together before sending, or none of them', async ({ world }) => {
  const { agency, supervisor, company, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const [one, two, three] = await Promise.all(['A', 'B', 'C'].map((title) => addRequest(world.deps, supervisor, id, { title, description: 'x' })))
  if (one === undefined || two === undefined || three === undefined) throw new Error('Three were written.')
  const gone = await sent(world, supervisor, id)
  expect(await codeOf(removeRequests(world.deps, supervisor, id, [one, gone]))).toBe('conflict')
  expect(await codeOf(removeRequests(world.deps, await world.agencyUser(agency, 'viewer'), id, [one]))).toBe('forbidden')
  expect(await codeOf(removeRequests(world.deps, await world.agencyUser(await world.agency(), 'manager'), id, [one]))).toBe('forbidden')
  expect(await codeOf(removeRequests(world.deps, poc, id, [one]))).toBe('not_found')
  await removeRequests(world.deps, supervisor, id, [one, three])
  expect((await listRequests(world.deps, supervisor, id)).items.map(({ title }) => title).sort()).toEqual(['B', 'Payment history'])
})
