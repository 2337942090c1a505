import { expect, test } from 'vitest'
import type { Visitor } from './browser.ts'
import { Keyboard } from './keyboard.ts'
import { look } from './look.ts'
import { signInAsOla } from './ola.ts'
import { useStage } from './stage.ts'

const stage = useStage()
const dana = 'dana.whitfield@ohio-frd.example'

async function find(visitor: Visitor, keyboard: Keyboard, words: string): Promise<void> {
  await keyboard.type(visitor.page.getByLabel('ID, license number or name'), words)
  await visitor.page.keyboard.press('Enter')
}

test('a company is found by a mistyped name, by its numbers and by filters, and its record opens tab by tab', async () => {
  const visitor = await stage.arrive()
  const keyboard = new Keyboard(visitor)
  const { page } = visitor
  await visitor.signIn(dana)
  await keyboard.link('Companies')
  await page.getByRole('heading', { level: 1, name: 'Companies' }).waitFor()
  await look(visitor)

  const brightwater = page.getByRole('link', { name: /^Brightwater Home Loans/ })
  await find(visitor, keyboard, 'Brihgtwater')
  await brightwater.waitFor()
  await page.getByText('Similar name').first().waitFor()
  await look(visitor)
  const [company] = await stage.sql<{ id: string; nmls_id: string }>('select id, nmls_id from company where number = 1187')
  await stage.sql("insert into company_licence (id, company_id, state, number, number_key) values (gen_random_uuid(), $1, 'OH', 'MB.803291', 'MB803291')", [company?.id])
  for (const [words, why] of [['mb 803291', 'License MB.803291 (OH)'], [company?.nmls_id ?? '', 'NMLS ID'], ['ses 1187', 'SES ID']] as const) {
    await find(visitor, keyboard, words)
    await page.getByRole('cell', { name: why, exact: true }).waitFor()
    expect(await brightwater.count()).toBe(1)
  }
  // The words stay out of the address that a server sees.
  expect(new URL(page.url()).search).toBe('')

  await find(visitor, keyboard, 'brightwater')
  await keyboard.choose(page.getByLabel('Enrollment'), 'Not enrolled')
  await page.getByText('No company was found.').waitFor()
  await page.keyboard.press('ArrowUp')
  await brightwater.waitFor()
  await keyboard.press(brightwater)
  await page.getByRole('heading', { level: 1, name: /Brightwater/ }).waitFor()
  await look(visitor)
  for (const tab of [/^Branches and individuals/, /^Complaints/, /^Users/, /^Summary/]) {
    const link = page.getByRole('navigation', { name: 'Parts of the company' }).getByRole('link', { name: tab })
    await keyboard.press(link)
    await page.locator('[aria-current="page"]').filter({ hasText: tab.source === '^Summary' ? 'Summary' : tab }).first().waitFor()
    await look(visitor)
  }
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('where no company is found one asks for its account; when it is approved it is found with an SES ID', async () => {
  const visitor = await stage.arrive()
  const keyboard = new Keyboard(visitor)
  const { page } = visitor
  const name = 'Wolverton Escrow Partners'
  await visitor.signIn(dana)
  await visitor.go('/companies')
  await find(visitor, keyboard, name)
  await page.getByText('No company was found.').waitFor()
  await look(visitor)
  await keyboard.link('Ask for a company account')
  await page.getByRole('heading', { level: 1, name: 'Request a company account' }).waitFor()
  await keyboard.type(page.getByLabel('Legal name'), `${name}, LLC`)
  await keyboard.button('Send the request')
  await page.getByRole('link', { name: 'Say why the company needs an account.' }).waitFor()
  await look(visitor)
  await keyboard.choose(page.getByLabel('State'), 'Ohio')
  await keyboard.type(page.getByLabel('Why the company needs an account'), 'Licensed here since 2024 and not in NMLS; three complaints.')
  await keyboard.button('Send the request')
  await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor()
  await look(visitor)
  const request = new URL(page.url()).pathname

  const deciding = await stage.arrive()
  const hers = new Keyboard(deciding)
  await signInAsOla(stage, deciding, hers)
  await deciding.go('/company-accounts')
  await deciding.page.getByRole('heading', { level: 1, name: 'Company accounts' }).waitFor()
  await look(deciding)
  await hers.link(new RegExp(name))
  await deciding.page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor()
  await look(deciding)
  await hers.pick(deciding.page.getByRole('radio', { name: /^Approve/ }))
  await hers.button('Decide')
  await deciding.page.getByText(/SES-\d+ was given on/).waitFor()
  await look(deciding)

  await visitor.go(request)
  await page.getByText(/SES-\d+/).first().waitFor()
  await look(visitor)
  await keyboard.link('Companies')
  await find(visitor, keyboard, 'Wolvreton Escrow')
  const found = page.getByRole('link', { name: new RegExp(name) })
  await found.waitFor()
  await keyboard.press(found)
  await page.getByRole('heading', { level: 1, name: new RegExp(`SES-\\d+ ${name}`) }).waitFor()
  await page.getByText('Not enrolled').first().waitFor()
  await look(visitor)
  for (const one of [visitor, deciding]) expect(one.complaintsOfThePage).toEqual([])
})
