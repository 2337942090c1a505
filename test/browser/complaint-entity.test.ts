import { expect, test } from 'vitest'
import type { Visitor } from './browser.ts'
import { Keyboard } from './keyboard.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** A complaint about somebody that is not in NMLS, as a clerk and a reviewer enter it without a mouse; every state is looked at as it comes. */
const stage = useStage()
const luis = 'luis.arroyo@ohio-frd.example'
const dana = 'dana.whitfield@ohio-frd.example'

test('a search that finds nobody ends in a new entity; the complaint about it shows its likely duplicate and is reviewed', async () => {
  const clerk = await stage.arrive()
  const keyboard = new Keyboard(clerk)
  const { page } = clerk
  const main = page.getByRole('main')
  await clerk.signIn(luis)
  await keyboard.press(main.getByRole('link', { name: 'Enter a complaint' }))
  await page.getByRole('heading', { level: 1, name: 'Enter a complaint' }).waitFor()
  await look(clerk)

  // One question after the other; a record is created only when all were asked.
  await keyboard.pick(page.getByRole('radio', { name: 'Search for Subject' }))
  await keyboard.button('Search')
  await page.getByText('Type what you know').first().waitFor()
  await keyboard.type(page.getByRole('textbox', { name: 'Name' }), 'Lakeshore Credit Polishers')
  await page.keyboard.press('Enter')
  await keyboard.button(/^Subject Not Found/)
  await keyboard.choose(page.getByLabel('State'), 'Ohio')
  await keyboard.button('Search')
  await keyboard.button(/^Subject Not Found/)
  for (const question of ['Who works there?', 'Which other words may help?', 'What is its phone number?']) {
    await page.getByRole('heading', { name: question }).waitFor()
    await keyboard.button('I Do Not Have This Information')
  }
  await page.getByRole('heading', { name: 'What is its website?' }).waitFor()
  expect(await page.getByRole('button', { name: 'Create New Non-NMLS Entity' }).count()).toBe(0)
  await keyboard.button('I Do Not Have This Information')
  await page.getByRole('button', { name: 'Create New Non-NMLS Entity' }).waitFor()
  await keyboard.button('Create New Non-NMLS Entity')
  expect(await page.getByLabel('Name that it uses').inputValue()).toBe('Lakeshore Credit Polishers')
  await look(clerk)
  await keyboard.button('Create the entity')
  await page.getByText(/ETN-\d{6}/).first().waitFor()
  await keyboard.button('Enter complaint')

  // The whole letter is pasted: it came before, about another company.
  const [known] = await stage.sql<{ number: number; narrative: string; first: string; last: string; email: string }>(
    `select c.number, d.narrative, p.first_name as first, p.last_name as last, p.email from complaint c join complaint_detail d on d.complaint_id = c.id join complainant p on p.complaint_id = c.id
     join agency a on a.id = c.agency_id where a.code = 'OH-FRD' and c.status = 'in_progress' and length(d.narrative) > 400 and p.email <> '' order by c.number limit 1`,
  )
  if (known === undefined) throw new Error('Ohio has no complaint of somebody with an e-mail address.')
  const like = `C-${String(known.number).padStart(6, '0')}`
  await page.getByLabel('Received on').fill('2026-10-05')
  await keyboard.choose(page.getByLabel('Received via'), 'Mail')
  await keyboard.type(page.getByRole('combobox', { name: 'Find a category' }), 'payment')
  await page.getByRole('option', { name: /payment/i }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByLabel('Product', { exact: true }).inputValue(), { timeout: 30_000 }).not.toBe('')
  const issue = page.getByLabel('Issue', { exact: true })
  if ((await issue.inputValue()) === '') await issue.selectOption({ index: 1 })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(known.narrative)})`)
  await keyboard.to(page.getByLabel('What happened, in the consumer’s words'))
  await page.keyboard.press('ControlOrMeta+v')
  await page.getByText(/^Pasted \d/).first().waitFor()
  await next(clerk, keyboard, 3)
  await keyboard.type(page.getByLabel('First name'), known.first)
  await keyboard.type(page.getByLabel('Last name'), known.last)
  await keyboard.type(page.getByLabel('E-mail'), known.email)
  await keyboard.tick(page.getByLabel('Restrict complainant details'))

  // Whoever wrote it is known too: that makes it a likely duplicate.
  const duplicate = page.getByRole('listitem').filter({ hasText: like }).filter({ hasText: /Same complainant/ })
  await duplicate.waitFor()
  await look(clerk)
  await keyboard.press(duplicate.getByRole('button', { name: /Relate/ }))
  await duplicate.getByText('Related', { exact: true }).waitFor()

  // What it is related to, beside its documents.
  await next(clerk, keyboard, 4)
  await keyboard.button('Relate a record')
  const dialog = page.getByRole('dialog')
  await keyboard.to(dialog.getByLabel('What is related?'))
  await page.keyboard.press('Home')
  await expect.poll(() => dialog.getByRole('textbox').count()).toBe(0)
  await keyboard.choose(dialog.getByLabel('What is related?'), 'Supervisory activity')
  await keyboard.press(dialog.getByRole('button', { name: 'Relate it' }))
  await dialog.getByRole('alert').or(dialog.locator('[aria-invalid=true]')).first().waitFor()
  await look(clerk)
  await keyboard.type(dialog.getByLabel('ID of the supervisory activity'), 'SA-000078')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await main.getByText('SA-000078').waitFor()
  await main.getByRole('link', { name: like, exact: true }).waitFor()
  await look(clerk)

  // A colleague reviews it first.
  await next(clerk, keyboard, 5)
  await keyboard.pick(page.getByRole('radio', { name: 'Send for preliminary review' }))
  await keyboard.button('Send for preliminary review')
  await page.getByText('Choose who shall review it').first().waitFor()
  await keyboard.pick(page.getByRole('radio', { name: /Dana Whitfield/ }))
  await keyboard.button('Send for preliminary review')
  await page.waitForURL(/\/complaints\/[0-9a-f-]+$/)
  await page.getByText('Pending', { exact: true }).first().waitFor()
  await look(clerk)
  const number = /C-\d{6}/.exec(await page.getByRole('heading', { level: 1 }).innerText())?.[0] ?? ''

  const reviewer = await stage.arrive()
  const hers = new Keyboard(reviewer)
  await reviewer.signIn(dana)
  await reviewer.go(new URL(page.url()).pathname)
  await hers.link('Complete Preliminary Review')
  await reviewer.page.getByRole('heading', { level: 1, name: new RegExp(number) }).waitFor()
  await hers.button('Proceed to Processing')
  await reviewer.page.getByRole('link', { name: 'Choose who will work on it.' }).waitFor()
  await look(reviewer)
  await hers.pick(reviewer.page.getByRole('radio', { name: /Luis Arroyo/ }))
  await hers.button('Proceed to Processing')
  await reviewer.page.waitForURL(/\/complaints\/[0-9a-f-]+$/)
  await reviewer.page.getByText('In progress', { exact: true }).first().waitFor()
  await look(reviewer)
  for (const one of [clerk, reviewer]) expect(one.complaintsOfThePage).toEqual([])
})

async function next(visitor: Visitor, keyboard: Keyboard, step: number): Promise<void> {
  await keyboard.button('Save and continue')
  await visitor.page.getByText(`Step ${String(step)} of 5`).waitFor()
  await visitor.settled()
}
