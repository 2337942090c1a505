import { expect, test } from 'vitest'
import { phone } from './browser.ts'
import { askedOf, dana, ellen, luis, ohioDay, personAt, post, priya, setDate, tomas } from './exchanging.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** A colleague is away: a deputy acts, and exactly one of the two, on every page and at the API. Without a mouse, the naming on a phone. */
const stage = useStage()

test('a deputy is named on a phone, acts instead of the Company POC, is seen by the agency, and ends', async () => {
  const [examiner, contact] = [await personAt(stage, luis), await personAt(stage, ellen)]
  const { complaint, requests: [request] } = await askedOf(stage, { agency: examiner.visitor, contact: contact.visitor }, ['Payment history since June'])
  if (request === undefined) throw new Error('A request was sent.')
  const path = `/received-requests/${request.id}`
  const poc = await personAt(stage, priya, phone)
  const { page } = poc.visitor
  const saved = await page.request.put(`${poc.visitor.base}/api/v1${path}/draft`, { data: { version: 0, text: 'Credited on the 27th.', links: [], restricted: true }, headers: { origin: poc.visitor.base } })
  expect(saved.status()).toBe(200)

  await poc.visitor.go('/deputies')
  await look(poc.visitor)
  await poc.keyboard.button('Name the deputy')
  await page.getByText('Choose who acts meanwhile.').first().waitFor()
  await look(poc.visitor)
  await poc.keyboard.choose(page.getByLabel('Who acts as Company POC meanwhile?'), 'Tomás Heller')
  await setDate(poc, page.getByLabel('Last day'), await ohioDay(stage, 5))
  await poc.keyboard.button('Name the deputy')
  await page.getByText('Acts now').waitFor()
  await look(poc.visitor)

  // The deputy acts, reads what is restricted, and submits; the colleague who is away does not, on the page or at the API.
  const deputy = await personAt(stage, tomas)
  await deputy.visitor.go(path)
  await deputy.keyboard.button(/^Submit to .*…$/)
  await look(deputy.visitor)
  await deputy.keyboard.press(deputy.visitor.page.getByRole('dialog').getByRole('button', { name: 'Not now' }).or(deputy.visitor.page.getByRole('dialog').getByRole('button').last()).first())
  await poc.visitor.go(path)
  expect(await page.getByRole('button', { name: /^Submit to/ }).count()).toBe(0)
  await look(poc.visitor)
  expect((await post(poc.visitor, `${path}/submissions`, { version: 1 })).status).toBe(403)
  const [draft] = await stage.sql<{ version: number }>('select version from response where request_id = $1', [request.id])

  // The agency sees who acts, for whom and until when.
  const supervisor = await personAt(stage, dana)
  await supervisor.visitor.go(`/complaints/${complaint.id}`)
  await supervisor.visitor.page.getByText(/^for Priya Raman, until/).waitFor()
  await look(supervisor.visitor)

  expect((await post(deputy.visitor, `${path}/submissions`, { version: draft?.version })).status).toBe(201)
  await supervisor.visitor.go(`/information-requests/${request.id}`)
  await supervisor.visitor.page.getByText(/Tomás Heller, acting for Priya Raman/).waitFor()
  await look(supervisor.visitor)

  // Ended early: whoever was away acts again at once.
  await poc.visitor.go('/deputies')
  await poc.keyboard.button(/^End now ?: Tomás Heller for Priya Raman$/)
  await look(poc.visitor)
  await poc.keyboard.press(page.getByRole('dialog').getByRole('button', { name: 'End now' }))
  await page.getByText('Ended early').waitFor()
  await look(poc.visitor)
  const [delivery] = await stage.sql<{ acting: string | null }>('select acting_poc_id as acting from complaint_delivery where complaint_id = $1', [complaint.id])
  expect(delivery?.acting).toBe(null)
  await supervisor.visitor.go(`/complaints/${complaint.id}`)
  expect(await supervisor.visitor.page.getByText(/^for Priya Raman/).count()).toBe(0)
  for (const { visitor } of [poc, deputy, supervisor]) expect(visitor.complaintsOfThePage).toEqual([])
})
