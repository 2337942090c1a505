import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { askedOf, ellen, luis, openTask, personAt, post, priya, tomas } from './exchanging.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** What colleagues of a company write together, and take along, without a mouse. */
const stage = useStage()

test('two drafters write one answer: other lines come together, the same lines are laid side by side, nothing is overwritten', async () => {
  const [examiner, contact] = [await personAt(stage, luis), await personAt(stage, ellen)]
  const { requests: [request] } = await askedOf(stage, { agency: examiner.visitor, contact: contact.visitor }, ['Payment history since June'])
  if (request === undefined) throw new Error('A request was sent.')
  const [poc, drafter] = [await personAt(stage, priya), await personAt(stage, tomas)]
  const path = `/received-requests/${request.id}`
  const text = (person: typeof poc) => person.visitor.page.getByLabel('Text', { exact: true })
  const stored = () => stage.sql<{ text: string }>('select text from response where request_id = $1', [request.id]).then(([row]) => row?.text)

  await openTask(poc, 'Answer', request.number)
  await poc.keyboard.type(text(poc), 'Payments:')
  await expect.poll(stored).toBe('Payments:')
  await drafter.visitor.go(path)
  await expect.poll(() => text(drafter).inputValue()).toBe('Payments:')

  // The one adds below, the other above, each on what both had read.
  await drafter.keyboard.to(text(drafter))
  await drafter.visitor.page.keyboard.press('ControlOrMeta+End')
  await drafter.visitor.page.keyboard.type('\nOctober: credited on the 27th.')
  await poc.keyboard.to(text(poc))
  await poc.visitor.page.keyboard.press('ControlOrMeta+Home')
  await poc.visitor.page.keyboard.type('Dear colleagues,\n')
  const both = 'Dear colleagues,\nPayments:\nOctober: credited on the 27th.'
  await expect.poll(stored).toBe(both)
  // Both see it without loading the page.
  for (const person of [poc, drafter]) await expect.poll(() => text(person).inputValue()).toBe(both)
  await look(drafter.visitor)

  // Both change the same line. The network of the one is gone for the time, so that neither can see the other's.
  await drafter.visitor.page.context().setOffline(true)
  await drafter.keyboard.type(text(drafter), both.replace('27th', '5th'))
  await poc.keyboard.type(text(poc), both.replace('27th', '28th'))
  await expect.poll(stored).toBe(both.replace('27th', '28th'))
  await drafter.visitor.page.context().setOffline(false)
  const conflict = drafter.visitor.page.getByRole('region', { name: /changed this answer while you wrote/ })
  await conflict.waitFor()
  await conflict.getByText('credited on the 28th').waitFor()
  await look(drafter.visitor)
  await drafter.keyboard.button('Keep both, one after the other')
  await expect.poll(stored).toBe(`${both.replace('27th', '28th')}\n\n${both.replace('27th', '5th')}`)
  await conflict.waitFor({ state: 'hidden' })
  await look(drafter.visitor)
  expect((await post(drafter.visitor, `${path}/submissions`, { version: 1 })).status, 'exactly one submits').toBe(403)
  for (const { visitor } of [poc, drafter]) expect(visitor.complaintsOfThePage).toEqual([])
})

test('a company finds all documents of a complaint, its own with them, and takes chosen ones along', async () => {
  const { visitor, keyboard } = await personAt(stage, priya)
  const { page } = visitor
  const [complaint] = await stage.sql<{ id: string }>(`
    select d.complaint_id as id from document d join company o on o.id = d.company_id where o.number = 1187 and d.side = 'company' and d.shared and not d.restricted group by d.complaint_id order by count(*) desc, d.complaint_id limit 1`)
  if (!complaint) throw new Error('Brightwater answered with files.')
  await visitor.go(`/received/${complaint.id}/documents`)
  const table = page.getByRole('table', { name: 'Documents of the complaint' })
  await table.getByText('How to answer.pdf').waitFor()
  await table.getByText('Your answer to').first().waitFor()
  await look(visitor)
  await keyboard.tick(table.getByRole('checkbox', { name: /payment-history[.]csv/ }).first())
  await keyboard.tick(table.getByRole('checkbox', { name: /How to answer[.]pdf/ }))
  await page.getByText('2 selected').waitFor()
  await look(visitor)
  const [zip] = await Promise.all([page.waitForEvent('download'), keyboard.button(/^Download selected [(]2 files/)])
  const bytes = await readFile(await zip.path())
  expect(bytes.subarray(0, 2).toString()).toBe('PK')
  for (const file of ['payment-history.csv', 'How to answer.pdf']) expect(bytes.includes(file)).toBe(true)
  await keyboard.press(table.getByRole('button', { name: /^Preview .*payment-history[.]csv/ }).first())
  await page.getByRole('dialog').getByRole('table').getByText('329.20').first().waitFor()
  await look(visitor)
  expect(visitor.complaintsOfThePage).toEqual([])
})
