import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { phone, type Visitor } from './browser.ts'
import { useStage } from './stage.ts'
import { nextCode } from './codes.ts'

/**
 * The first complaint as people do it, in a real Chromium against the real program: entered, asked about, assigned,
 * answered with a file, looked at, closed, and its comments read.
 */
const stage = useStage()

const dana = 'dana.whitfield@ohio-frd.example'
const ellen = 'ellen.brandt@brightwater.example'
const priya = 'priya.raman@brightwater.example'
const story = 'Brightwater did not credit my October payment and then raised my escrow by three hundred dollars.'

test('a new user walks the first complaint from entry to closing, and no page puts up a barrier', async () => {
  const barriers: string[] = []
  const agency = await stage.arrive()
  const note = async (visitor: Visitor) => barriers.push(...(await visitor.barriers()))
  await agency.go('/')
  await note(agency)
  await agency.go('/sign-in')
  await note(agency)
  await agency.signInByHand(dana)
  await note(agency)

  // Entered, in five steps that save themselves.
  const page = agency.page
  await page.getByRole('main').getByText('Enter a complaint').click()
  await page.waitForURL(/\/complaints\/new/)
  await page.getByRole('textbox', { name: 'ID or name' }).fill('Brightwater')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Choose Brightwater Home Loans, LLC', exact: true }).first().click()
  await note(agency)
  await page.getByRole('button', { name: 'Enter complaint', exact: true }).click()
  await page.getByText('Step 2 of 5').waitFor()
  await agency.settled()
  await page.getByLabel('Received on').fill('2026-10-05')
  await page.getByLabel('Received via').selectOption({ label: 'Mail' })
  await page.getByLabel('Product', { exact: true }).selectOption({ label: 'Mortgage' })
  await page.getByLabel('Issue', { exact: true }).selectOption({ index: 1 })
  await page.getByLabel('What happened, in the consumer’s words').fill(story)
  await note(agency)
  await next(agency, 3)
  await page.getByLabel('First name').fill('Yolanda')
  await page.getByLabel('Last name').fill('Pruitt')
  await page.getByLabel('Phone (optional)').fill('(419) 555-0147')
  await note(agency)
  await next(agency, 4)
  await note(agency)
  await next(agency, 5)
  await note(agency)
  await page.getByRole('button', { name: 'Submit and become Agency POC' }).click()
  await page.waitForURL(/\/complaints\/[0-9a-f-]+$/)
  const complaint = new URL(page.url()).pathname
  await page.getByRole('heading', { level: 1, name: /Brightwater/ }).waitFor()
  const number = /C-\d{6}/.exec(await page.getByRole('heading', { level: 1 }).innerText())?.[0] ?? ''
  expect(number).toMatch(/^C-\d{6}$/)
  await note(agency)

  // Asked about.
  await agency.go(`${complaint}/information-requests/new`)
  await page.getByLabel('Title').fill('Payment history since October')
  await page.getByLabel('What shall the company answer?').fill('Send the payment history and explain the escrow.')
  await note(agency)
  await page.getByRole('button', { name: 'Save IR and continue to sending' }).click()
  await page.waitForURL(/\/send/)
  await note(agency)
  await page.getByRole('button', { name: /^Send/ }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/send'))
  await agency.go(complaint)
  await page.getByText('With company').first().waitFor()

  // The company is told by e-mail and task, and names who answers.
  const contact = await stage.arrive()
  await contact.signIn(ellen)
  await note(contact)
  const task = contact.page.getByRole('row').filter({ hasText: number })
  await task.getByText('Assign', { exact: true }).first().click()
  await contact.page.waitForURL(/point-of-contact/)
  await note(contact)
  await contact.page.getByRole('radio', { name: /Priya Raman/ }).check({ force: true })
  await contact.page.getByRole('main').getByRole('button', { name: /^Assign/ }).click()
  await contact.page.waitForURL((url) => !url.pathname.includes('point-of-contact'))

  // The Company POC reads the consumer's words, never the phone number, and answers with a file.
  const poc = await stage.arrive()
  await poc.signIn(priya)
  const answer = poc.page.getByRole('row').filter({ hasText: number })
  await answer.getByText('Answer', { exact: true }).first().click()
  await poc.page.waitForURL(/\/received-requests\//)
  await poc.page.getByText('did not credit my October payment').first().waitFor()
  expect(await poc.page.getByRole('main').innerText()).not.toContain('555-0147')
  await poc.page.getByLabel('Text', { exact: true }).fill('The payment was credited on October 27. The ledger is attached.')
  const file = join(stage.folder, 'Escrow ledger 2026.csv')
  await writeFile(file, 'date,amount\n2026-10-27,1186.20\n')
  await poc.page.locator('input[type=file]').first().setInputFiles(file)
  await poc.page.getByText('Escrow ledger 2026.csv').first().waitFor()
  await poc.page.getByText(/Uploaded/).first().waitFor()
  await poc.page.getByText(/^Saved/).first().waitFor()
  await note(poc)
  await poc.page.getByRole('button', { name: /^Submit to/ }).click()
  const dialog = poc.page.getByRole('dialog')
  await dialog.waitFor()
  await note(poc)
  await dialog.getByRole('button', { name: /^Submit/ }).click()
  await dialog.waitFor({ state: 'hidden' })
  await note(poc)

  // Looked at beside the request, then closed with a word to the company.
  await agency.go(complaint)
  await page.getByRole('main').getByRole('link', { name: 'Review the answer', exact: true }).click()
  await page.waitForURL(/\/information-requests\//)
  await page.getByText('The payment was credited on October 27.').waitFor()
  await page.getByText('Escrow ledger 2026.csv').first().waitFor()
  await note(agency)
  await page.getByRole('button', { name: 'Quick Look Complete' }).click()
  await page.getByRole('button', { name: /Undo|Remove/ }).first().waitFor()
  await agency.go(`${complaint}/close`)
  await page.getByLabel('Reason').selectOption({ label: 'Closed with Explanation' })
  await page.getByLabel(/Internal notes/).fill('Escrow analysis was right.')
  await page.getByLabel(/omments/).last().fill('Thank you. The ledger settles it.')
  await note(agency)
  await page.getByRole('button', { name: 'Close the complaint' }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/close'))
  await page.getByText('Closed with Explanation').first().waitFor()
  await note(agency)

  await poc.go(complaint.replace('/complaints/', '/received/'))
  await poc.page.getByText('Thank you. The ledger settles it.').first().waitFor()
  expect(await poc.page.getByRole('main').innerText()).not.toContain('Escrow analysis was right')
  await note(poc)

  // The built-in mailbox has the company's letters, without a word about the consumer.
  await contact.go('/training/mailbox')
  await contact.page.getByText(number).first().waitFor()
  expect(await contact.page.getByRole('main').innerText()).not.toContain('Pruitt')
  await note(contact)

  expect([...new Set(barriers)]).toEqual([])
  for (const visitor of [agency, contact, poc]) expect(visitor.complaintsOfThePage).toEqual([])
})

test('an expired session is renewed over the page, and what was typed is still there', async () => {
  const visitor = await stage.arrive()
  const email = 'luis.arroyo@ohio-frd.example'
  await visitor.signIn(email)
  const { page } = visitor
  await page.getByRole('main').getByText('Enter a complaint').click()
  await page.getByRole('button', { name: 'Start without a subject' }).click()
  await page.waitForURL(/\/intake/)
  await visitor.go(`${new URL(page.url()).pathname}?step=complaint`)
  const narrative = page.getByLabel('What happened, in the consumer’s words')
  await narrative.fill('Typed while')
  await page.getByText(/^Saved/).first().waitFor()
  await page.context().clearCookies()
  await narrative.fill('Typed while the session was gone.')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  expect(await visitor.barriers()).toEqual([])
  const account = await visitor.account(email)
  if (await dialog.getByLabel('E-mail').isEditable()) await dialog.getByLabel('E-mail').fill(email)
  await dialog.getByRole('textbox', { name: 'Password' }).fill(account.password)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByLabel('6-digit code').fill(await nextCode(account.totpSecret))
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await narrative.inputValue()).toBe('Typed while the session was gone.')
  await page.getByText(/^Saved/).first().waitFor()
  await visitor.go(`${new URL(page.url()).pathname}?step=complaint`)
  expect(await narrative.inputValue()).toBe('Typed while the session was gone.')
})

test('every page of both sides fits a phone, in its lists, records, forms and when nothing is there', async () => {
  const found: string[] = []
  const look = async (visitor: Visitor, paths: string[]) => {
    for (const path of paths) {
      await visitor.turnTo(path)
      if (await visitor.overflows()) found.push(`${path}: scrolls sideways`)
      found.push(...(await visitor.barriers()))
    }
  }
  const stranger = await stage.arrive(phone)
  await stranger.go('/help')
  await look(stranger, ['/', '/sign-in', '/help', '/no-such-page', '/training/mailbox'])
  const agency = await stage.arrive(phone)
  await agency.signIn('marcus.oyelaran@ohio-frd.example')
  await agency.go('/complaints')
  const record = new URL((await agency.page.locator('[data-row-link]').first().getAttribute('href')) ?? '', stage.url).pathname
  await look(agency, ['/home', '/complaints', '/complaints?view=all_agencies', '/complaints?view=open&receivedFrom=2031-01-01', record, `${record}/details`, `${record}/documents`, `${record}/history`, `${record}/information-requests`, `${record}/print`, '/entities', '/referrals', '/retention', '/citations', '/letter-templates', '/companies', '/notifications', '/search#q=escrow', '/complaints/0199b0de-0000-7000-8000-000000000000'])
  const company = await stage.arrive(phone)
  await company.signIn('tomas.heller@brightwater.example')
  await company.go('/received')
  const received = new URL((await company.page.locator('[data-row-link]').first().getAttribute('href')) ?? '', stage.url).pathname
  await look(company, ['/home', '/received', received, '/received?view=unassigned', '/notifications', '/received/0199b0de-0000-7000-8000-000000000000'])
  expect([...new Set(found)]).toEqual([])
  for (const visitor of [stranger, agency, company]) expect(visitor.complaintsOfThePage).toEqual([])
})

test('a slash focuses search, and a Viewer finds but changes nothing', async () => {
  const viewer = await stage.arrive()
  await viewer.signIn('june.park@ohio-frd.example')
  expect(await viewer.page.getByText('Enter a complaint').count()).toBe(0)
  await viewer.page.keyboard.press('/')
  await viewer.page.keyboard.type('escrow')
  await viewer.page.keyboard.press('Enter')
  await viewer.page.waitForURL(/\/search/)
  expect(new URL(viewer.page.url()).search, 'words stay out of what servers see').not.toContain('escrow')
  const first = viewer.page.locator('main a[href^="/complaints/"]').first()
  await first.waitFor()
  expect(await viewer.barriers()).toEqual([])
  await first.click()
  await viewer.page.getByRole('heading', { level: 1 }).waitFor()
  await viewer.settled()
  for (const words of ['Add a request', 'Close the complaint', 'Update Complaint', 'Change']) expect(await viewer.page.getByRole('main').getByText(words, { exact: true }).count()).toBe(0)
})

/** Goes to the given step of the intake form. */
async function next(visitor: Visitor, step: number): Promise<void> {
  await visitor.page.getByRole('button', { name: 'Save and continue' }).click()
  await visitor.page.getByText(`Step ${String(step)} of 5`).waitFor()
  await visitor.settled()
}
