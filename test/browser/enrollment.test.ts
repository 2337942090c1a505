import { expect, test } from 'vitest'
import { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import type { ApiClient } from '#test/world/api-client.ts'
import { activate, signInElsewhere } from './activating.ts'
import { phone, type Visitor } from './browser.ts'
import { activated, companyNotEnrolled, invite, linkInMail, sendComplaint, signedIn } from './enrolling.ts'
import { Keyboard } from './keyboard.ts'
import { useStage } from './stage.ts'

/**
 * A company hears of the system from an e-mail and answers its first request: with the keyboard alone, in a real Chromium
 * against the real program. Each test takes a company of its own that nobody has enrolled.
 */
const stage = useStage()
const dana = 'dana.whitfield@ohio-frd.example'
const luis = 'luis.arroyo@ohio-frd.example'
let client: ApiClient | undefined
/** One sign-in for the whole file: a code is taken once in half a minute. */
const ohio = async () => (client ??= await signedIn(stage, dana))
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** Notes what axe finds on the page as it stands, and whether it scrolls sideways. */
function looker(visitor: Visitor, found: string[]): () => Promise<void> {
  return async () => {
    found.push(...(await visitor.barriers()))
    if (await visitor.overflows()) found.push(`${visitor.page.url()}: scrolls sideways`)
  }
}

/** Company User Enrollment, as the agency does it from the company's record. */
async function enroll(visitor: Visitor, companyId: string, person: { name: string; email: string }, look: () => Promise<void>): Promise<void> {
  const keyboard = new Keyboard(visitor)
  await visitor.go(`/companies/${companyId}`)
  await keyboard.link('Company User Enrollment')
  await keyboard.type(visitor.page.getByLabel('Name', { exact: true }), person.name)
  await keyboard.type(visitor.page.getByLabel('E-mail address'), person.email)
  await look()
  await keyboard.button('Create New User')
  await visitor.page.getByRole('button', { name: 'Send Reminder' }).waitFor()
  await look()
}

test('from the enrollment e-mail to the first answered request, with the keyboard alone', async () => {
  const agency = await ohio()
  const company = await companyNotEnrolled(stage, 0)
  const hannah = { name: 'Hannah Lindqvist', email: 'h.lindqvist@firstuser.example' }
  const found: string[] = []
  const regulator = await stage.arrive()
  await regulator.signIn(luis)
  await enroll(regulator, company.id, hannah, looker(regulator, found))
  const complaint = await sendComplaint(agency, company, ['Payment history since October'], inDays(2))

  const visitor = await stage.arrive()
  const keyboard = new Keyboard(visitor)
  const { page } = visitor
  const look = looker(visitor, found)
  const begun = Date.now()

  await activate(visitor, keyboard, await linkInMail(stage, hannah.email), hannah, look)

  await page.getByRole('heading', { name: /Step 2 of 5 Verify company/ }).waitFor()
  expect(await page.getByRole('main').innerText()).toContain(company.name)
  await page.getByText(/^1 request from Ohio Financial Regulation Division/).waitFor()
  await page.getByText(/^Due /).waitFor()
  expect(await page.getByRole('navigation', { name: 'Main' }).count(), 'one task, no navigation').toBe(0)
  await look()
  await keyboard.button('Yes, this is my company')

  await page.getByRole('heading', { name: /Step 3 of 5 Create users/ }).waitFor()
  await keyboard.type(page.getByLabel('Name', { exact: true }), 'Omar Castell')
  await keyboard.button('Add this user')
  await page.getByRole('link', { name: /Enter an e-mail address/ }).waitFor()
  await look()
  await keyboard.type(page.getByLabel('Work e-mail'), 'o.castell@firstuser.example')
  await keyboard.button('Add this user')
  await page.getByText('o.castell@firstuser.example').waitFor()
  await look()
  await keyboard.button('Continue to contacts')

  await page.getByRole('heading', { name: /Step 4 of 5 Assign contacts/ }).waitFor()
  await keyboard.choose(page.getByLabel('Complaints Contact'), hannah.name)
  await keyboard.choose(page.getByLabel('SA Contact'), 'Omar Castell')
  await keyboard.type(page.getByLabel(/^Address 1/), 'complaints@firstuser.example')
  await look()
  await keyboard.button('Continue to review')

  await page.getByRole('heading', { name: /Step 5 of 5 Review/ }).waitFor()
  for (const words of ['Omar Castell', 'complaints@firstuser.example']) expect(await page.getByRole('main').innerText()).toContain(words)
  await look()
  await keyboard.button('Complete the set-up')

  await page.getByRole('heading', { level: 1, name: `${company.name} is set up` }).waitFor()
  await page.getByText('The first thing to do').waitFor()
  await look()
  await keyboard.link('Go to your home page')
  await page.waitForURL(/\/home/)
  const task = page.getByRole('link', { name: `Assign: Assign a Point of Contact to ${complaint.number}` })
  await task.waitFor()
  await look()
  await keyboard.press(task)

  await page.waitForURL(/point-of-contact/)
  await look()
  await keyboard.pick(page.getByRole('radio', { name: /Hannah Lindqvist \(you\)/ }))
  await keyboard.button('Assign Point of Contact')
  await page.getByText('You are the Company POC').waitFor()
  await look()
  await keyboard.link('Answer the request')

  await page.waitForURL(/\/received-requests\//)
  await page.getByText('Waiting for you').waitFor()
  await keyboard.type(page.getByLabel('Text', { exact: true }), 'The payment was credited on October 27.')
  await page.getByText(/^Saved/).first().waitFor()
  await look()
  await keyboard.button(/^Submit to/)
  await page.getByRole('dialog').waitFor()
  await look()
  await keyboard.press(page.getByRole('dialog').getByRole('button', { name: /^Submit to/ }))
  await page.getByText('Nothing to do now').waitFor()
  await look()
  const seconds = Math.round((Date.now() - begun) / 1000)

  await regulator.go(`/information-requests/${complaint.requests[0] ?? ''}`)
  await regulator.page.getByText('The payment was credited on October 27.').waitFor()
  expect(found).toEqual([])
  for (const one of [visitor, regulator]) expect(one.complaintsOfThePage).toEqual([])
  // What a newcomer has to do stays small: ten minutes are enough for somebody who types slowly.
  const { effort } = keyboard
  console.info(`From the e-mail to the answer: ${String(effort.pages)} pages, ${String(effort.fields)} fields, ${String(effort.keys)} keys, ${String(seconds)} s`)
  expect(effort.pages).toBeLessThanOrEqual(20)
  expect(effort.fields).toBeLessThanOrEqual(12)
  expect(effort.keys).toBeLessThanOrEqual(600)
})

test('what was sent waits until the set-up is complete: the address leads to the wizard, and the API keeps it closed', async () => {
  const agency = await ohio()
  const company = await companyNotEnrolled(stage, 0)
  const person = { name: 'Ines Duarte', email: 'i.duarte@waiting.example' }
  await invite(agency, company, person)
  const complaint = await sendComplaint(agency, company, ['Escrow analysis'], inDays(9))
  const visitor = await stage.arrive()
  await activated(stage, person, visitor)
  for (const path of [`/received-requests/${complaint.requests[0] ?? ''}`, `/received/${complaint.id}`, `/received/${complaint.id}/point-of-contact`, '/home', '/received']) {
    await visitor.go(path)
    await visitor.page.getByRole('heading', { name: /Verify company/ }).waitFor()
    expect(new URL(visitor.page.url()).pathname, path).toBe('/enroll')
  }
  for (const path of [`/received-requests/${complaint.requests[0] ?? ''}`, `/received-complaints/${complaint.id}`, '/received-complaints']) {
    const response = await visitor.page.request.get(`${stage.url}/api/v1${path}`)
    expect([403, 404], path).toContain(response.status())
    expect(await response.text()).not.toContain('Escrow analysis')
  }
  expect(await visitor.page.getByRole('main').innerText()).not.toContain('Escrow analysis')
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('the set-up goes on at another device where it was left, and who was overtaken is told', async () => {
  const agency = await ohio()
  const company = await companyNotEnrolled(stage, 0)
  const person = { name: 'Tadeo Brandt', email: 't.brandt@devices.example' }
  await invite(agency, company, person)
  const office = await stage.arrive()
  const user = await activated(stage, person, office)
  await office.go('/home')
  await office.page.getByRole('button', { name: 'Yes, this is my company' }).click()
  await office.page.getByRole('heading', { name: /Create users/ }).waitFor()

  const home = await stage.arrive()
  await signInElsewhere(home, user)
  await home.page.getByRole('heading', { name: /Step 3 of 5 Create users/ }).waitFor()
  await home.page.getByRole('button', { name: 'Create Users Later' }).click()
  await home.page.getByRole('heading', { name: /Step 4 of 5 Assign contacts/ }).waitFor()
  await home.page.getByRole('button', { name: 'Continue to review' }).click()
  await home.page.getByRole('heading', { name: /Step 5 of 5 Review/ }).waitFor()

  await office.page.getByRole('button', { name: 'Continue to contacts' }).click()
  await office.page.getByText('The set-up went on meanwhile').waitFor()
  await office.page.getByRole('heading', { name: /Step 5 of 5 Review/ }).waitFor()
  expect(await office.barriers()).toEqual([])
  await office.page.getByRole('link', { name: 'Change contacts' }).click()
  await office.page.getByRole('heading', { name: /Step 4 of 5 Assign contacts/ }).waitFor()
  expect(await office.page.getByLabel('Complaints Contact').locator('option:checked').innerText()).toContain(person.name)
  for (const visitor of [office, home]) expect(visitor.complaintsOfThePage).toEqual([])
})

test('who is not of this company says so: the set-up ends, the account is closed, and the agency is told why', async () => {
  const agency = await ohio()
  const company = await companyNotEnrolled(stage, 0)
  const person = { name: 'Wrong Person', email: 'w.person@elsewhere.example' }
  await invite(agency, company, person)
  const visitor = await stage.arrive()
  const user = await activated(stage, person, visitor)
  const keyboard = new Keyboard(visitor)
  const { page } = visitor
  await visitor.go('/home')
  await keyboard.button('This is not my company')
  await page.getByRole('dialog').waitFor()
  expect(await visitor.barriers()).toEqual([])
  await keyboard.button('End the set-up and close my account')
  await page.getByRole('link', { name: 'Say why this is not your company.' }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await keyboard.type(page.getByLabel('Why is this not your company?'), 'I left this company in spring.')
  await keyboard.button('End the set-up and close my account')
  await page.getByRole('heading', { level: 1, name: 'Thank you for telling us' }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  expect((await page.request.get(`${stage.url}/api/v1/session`)).status(), 'signed out').toBe(401)
  const again = await page.request.post(`${stage.url}/api/v1/session`, { data: { email: user.email, password: user.password } })
  expect(again.status(), 'closed').not.toBe(200)
  expect((await agency.get(`/companies/${company.id}/enrollment`)).body).toMatchObject({ state: 'not_enrolled', rejected: [{ reason: 'I left this company in spring.' }] })
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('a colleague who was entered with a mistake is edited, removed and added again, with the keyboard alone', async () => {
  const agency = await ohio()
  const company = await companyNotEnrolled(stage, 0)
  const person = { name: 'Paula Storm', email: 'p.storm@mistakes.example' }
  await invite(agency, company, person)
  const visitor = await stage.arrive()
  await activated(stage, person, visitor)
  const keyboard = new Keyboard(visitor)
  const { page } = visitor
  const found: string[] = []
  const look = looker(visitor, found)
  await visitor.go('/home')
  await keyboard.button('Yes, this is my company')
  await keyboard.type(page.getByLabel('Name', { exact: true }), 'Silas Wend')
  await keyboard.type(page.getByLabel('Work e-mail'), 's.wend@mistaks.example')
  await keyboard.button('Add this user')
  await linkInMail(stage, 's.wend@mistaks.example')

  await keyboard.button('Edit Silas Wend')
  const address = page.getByLabel('Work e-mail')
  await address.waitFor()
  await look()
  await address.fill('')
  await keyboard.type(address, 's.wend@mistakes.example')
  await keyboard.tick(page.getByLabel('Leader'))
  await keyboard.button('Save this user')
  await page.getByText('s.wend@mistakes.example').waitFor()
  await page.getByRole('cell', { name: 'Leader, Manage complaints' }).waitFor()
  expect(await page.getByRole('main').innerText()).not.toContain('mistaks')
  await linkInMail(stage, 's.wend@mistakes.example')

  await keyboard.button('Remove Silas Wend')
  await page.getByRole('dialog').waitFor()
  await look()
  await keyboard.button('Remove this user')
  await page.getByRole('button', { name: 'Remove Silas Wend' }).waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate('document.activeElement.ariaLabel'), { message: 'the keyboard stays at the list' }).toBe('Users so far')

  await keyboard.type(page.getByLabel('Name', { exact: true }), 'Silas Wendt')
  await keyboard.type(page.getByLabel('Work e-mail'), 's.wend@mistakes.example')
  await keyboard.button('Add this user')
  await page.getByRole('button', { name: 'Edit Silas Wendt' }).waitFor()
  await keyboard.button('Continue to contacts')
  await page.getByRole('heading', { name: /Assign contacts/ }).waitFor()
  // Given back: the training world has few companies that are not enrolled.
  const { version } = EnrollmentWizard.parse(await (await page.request.get(`${stage.url}/api/v1/enrollment`)).json())
  await page.request.post(`${stage.url}/api/v1/enrollment/rejections`, { data: { version, reason: 'Not mine.' } })
  expect(found).toEqual([])
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('a colleague who comes before the set-up is complete reads who is at it, and every step fits a phone', async () => {
  const agency = await ohio()
  const company = await companyNotEnrolled(stage, 0)
  const first = { name: 'Greta Holm', email: 'g.holm@phones.example' }
  await invite(agency, company, first)
  const visitor = await stage.arrive(phone)
  await activated(stage, first, visitor)
  const found: string[] = []
  const look = looker(visitor, found)
  const { page } = visitor
  await visitor.go('/home')
  await page.getByRole('heading', { name: /Verify company/ }).waitFor()
  await look()
  await page.getByRole('button', { name: 'Yes, this is my company' }).click()
  await page.getByRole('heading', { name: /Create users/ }).waitFor()
  const colleague = { name: 'Ravi Menon', email: 'r.menon@phones.example' }
  await page.getByLabel('Name', { exact: true }).fill(colleague.name)
  await page.getByLabel('Work e-mail').fill(colleague.email)
  await page.getByRole('button', { name: 'Add this user' }).click()
  await page.getByText(colleague.email).waitFor()
  await look()

  const early = await stage.arrive(phone)
  await activated(stage, colleague, early)
  await early.go('/home')
  await early.page.getByText(`${first.name} is finishing the set-up`).waitFor()
  await looker(early, found)()

  await page.getByRole('button', { name: 'Continue to contacts' }).click()
  await page.getByRole('heading', { name: /Assign contacts/ }).waitFor()
  await page.getByLabel('Complaints Contact').selectOption({ label: colleague.name })
  await page.getByLabel('SA Contact').selectOption({ index: 1 })
  await look()
  await page.getByRole('button', { name: 'Continue to review' }).click()
  await page.getByRole('heading', { name: /Review/ }).first().waitFor()
  await look()
  await page.getByRole('button', { name: 'Complete the set-up' }).click()
  await page.getByRole('heading', { level: 1, name: `${company.name} is set up` }).waitFor()
  await look()
  await early.go('/home')
  await early.page.waitForURL(/\/home/)
  await early.page.getByRole('heading', { level: 1 }).waitFor()
  await looker(early, found)()
  expect(found).toEqual([])
  for (const one of [visitor, early]) expect(one.complaintsOfThePage).toEqual([])
})
