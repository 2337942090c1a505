import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Locator } from 'playwright-core'
import { addDays } from '#src/kernel/calendar.ts'
import type { Visitor } from './browser.ts'
import { Keyboard } from './keyboard.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/**
 * The exchange as both sides walk it, without a mouse: asked from the library, drafted, returned, mended, submitted at
 * once with a receipt, sent back, given more time, answered anew, compared, closed. Every new state is looked at.
 */
const stage = useStage()
const luis = 'luis.arroyo@ohio-frd.example'
const dana = 'dana.whitfield@ohio-frd.example'
const ellen = 'ellen.brandt@brightwater.example'
const priya = 'priya.raman@brightwater.example'
const tomas = 'tomas.heller@brightwater.example'

const template = 'Mortgage servicing, first request'
const history = 'Payment history since June'
const escrow = 'Escrow analysis of this year'
const drafted = 'The payment of October was credited on October 27.'
const mended = 'The payment of October was credited on October 27, effective October 5.'
const edited = `${mended} No late fee was charged.`
const second = `${mended} A late fee of 35 dollars was charged and is refunded.`

test('two requests go from the library to an answer of the second round, each side with its keyboard', async () => {
  const examiner = await at(luis)
  const { page } = examiner.visitor
  const today = await stage.sql<{ today: string }>(`select to_char(now() at time zone 'America/New_York', 'YYYY-MM-DD') today`).then(([row]) => row?.today ?? '')
  const day = (ahead: number) => addDays(today, ahead)
  const [complaint] = await stage.sql<{ id: string; number: string }>(`
    select c.id, 'C-' || lpad(c.number::text, 6, '0') as number from complaint c join agency a on a.id = c.agency_id join complainant p on p.complaint_id = c.id
    where a.code = 'OH-FRD' and c.status = 'in_progress' and c.first_sent_at is null and not p.restricted
    and c.company_id = (select company_id from account where email = $1) and not exists (select from information_request r where r.complaint_id = c.id) order by c.number limit 1`, [ellen])
  if (!complaint) throw new Error('Ohio has no complaint about Brightwater of which nothing was asked.')
  const record = `/complaints/${complaint.id}`
  const received = `/received/${complaint.id}`

  // What is asked again and again stands in the library.
  await examiner.visitor.go('/request-library')
  await look(examiner.visitor)
  await examiner.keyboard.link('Add a template')
  await examiner.keyboard.type(page.getByLabel('Name', { exact: true }), template)
  await examiner.keyboard.type(page.getByLabel('Title of the request'), history)
  await examiner.keyboard.type(page.getByLabel('What shall the company answer?'), '1. Send the payment history. 2. Say when the payment of October was credited.')
  await look(examiner.visitor)
  await examiner.keyboard.button('Save the template')
  await page.getByRole('link', { name: template }).waitFor()

  // Two requests: one from the library, then another.
  await examiner.visitor.go(record)
  await examiner.keyboard.link('Add a request')
  await examiner.keyboard.choose(page.getByLabel(/^Start from the library/), template)
  await examiner.keyboard.button('Use it')
  await expect.poll(() => page.getByLabel('Title', { exact: true }).inputValue()).toBe(history)
  await look(examiner.visitor)
  await examiner.keyboard.button('Save IR and add another')
  await page.getByRole('complementary').getByText(history).waitFor()
  await expect.poll(() => page.getByLabel('Title', { exact: true }).inputValue()).toBe('')
  await examiner.keyboard.type(page.getByLabel('Title', { exact: true }), escrow)
  await examiner.keyboard.type(page.getByLabel('What shall the company answer?'), 'Explain why the escrow rose.')
  await examiner.keyboard.button('Save IR and continue to sending')

  // Both are sent with one due date.
  await page.waitForURL(/\/send$/)
  await page.getByText(escrow).first().waitFor()
  await setDate(examiner, page.getByLabel('Due date for those left empty'), day(20))
  await examiner.keyboard.type(page.getByRole('textbox', { name: /should know first/ }), 'Please answer both together.')
  await look(examiner.visitor)
  await examiner.keyboard.button('Send 2 requests')
  await page.waitForURL((url) => url.pathname === record)
  await page.getByText('With company').first().waitFor()
  const asked = await stage.sql<{ id: string; title: string; number: string; due_on: string }>(`select id, title, 'IR-' || lpad(number::text, 6, '0') as number, to_char(due_on, 'YYYY-MM-DD') as due_on from information_request where complaint_id = $1 order by number`, [complaint.id])
  expect(asked.map(({ title, due_on }) => [title, due_on])).toEqual([[history, day(20)], [escrow, day(20)]])
  const [first, other] = asked
  if (!first || !other) throw new Error('Two requests were sent.')

  // The Complaints Contact names who answers.
  const contact = await at(ellen)
  await task(contact, 'Assign', complaint.number)
  await look(contact.visitor)
  await contact.keyboard.pick(contact.visitor.page.getByRole('radio', { name: /Priya Raman/ }))
  await contact.keyboard.button('Assign Point of Contact')
  await contact.visitor.page.getByText('Priya Raman is the Company POC and was told').waitFor()
  await look(contact.visitor)

  // The Company POC asks a colleague to draft.
  const poc = await at(priya)
  const pocPage = poc.visitor.page
  await task(poc, 'Answer', first.number)
  await pocPage.getByText('Please answer both together.').or(pocPage.getByText('Send the payment history')).first().waitFor()
  await poc.keyboard.button('Ask colleagues to draft')
  await poc.keyboard.tick(pocPage.getByRole('dialog').getByRole('checkbox', { name: /Heller/ }))
  await look(poc.visitor)
  await poc.keyboard.press(pocPage.getByRole('dialog').getByRole('button', { name: 'Save' }))
  await pocPage.getByText(/Asked to write this answer: Tomás Heller/).waitFor()

  // The drafter writes, comments and hands over; to submit is not theirs, on the page and at the API.
  const drafter = await at(tomas)
  const drafterPage = drafter.visitor.page
  await task(drafter, 'Draft', first.number)
  await drafter.keyboard.type(drafterPage.getByLabel('Text', { exact: true }), drafted)
  await drafterPage.getByText(/^Saved/).first().waitFor()
  await drafter.keyboard.type(drafterPage.getByLabel('Comment', { exact: true }), 'The ledger does not say when it was effective.')
  await drafter.keyboard.button('Add comment')
  await drafterPage.getByText('The ledger does not say when it was effective.').waitFor()
  expect(await drafterPage.getByRole('button', { name: /^Submit/ }).count()).toBe(0)
  await look(drafter.visitor)
  const refused = await post(drafter.visitor, `/received-requests/${first.id}/submissions`, { version: 1 })
  expect(refused.status).toBe(403)
  await handOver(drafter)
  await look(drafter.visitor)

  // The Company POC returns it with what is to be changed; the drafter mends it.
  await poc.visitor.go('/home')
  await task(poc, 'Review', first.number)
  await pocPage.getByText(/handed this answer to you/).waitFor()
  await poc.keyboard.button('Return to the drafter…')
  await poc.keyboard.type(pocPage.getByLabel('What is to be changed'), 'Say from which day it counts: October 5.')
  await look(poc.visitor)
  await poc.keyboard.press(pocPage.getByRole('dialog').getByRole('button', { name: /^Return to/ }))
  await pocPage.getByRole('dialog').waitFor({ state: 'hidden' })
  await drafter.visitor.go('/home')
  await task(drafter, 'Draft', first.number)
  await drafterPage.getByText('Say from which day it counts: October 5.').waitFor()
  await look(drafter.visitor)
  await drafter.keyboard.type(drafterPage.getByLabel('Text', { exact: true }), mended)
  await handOver(drafter)

  // The Company POC edits it, answers the other one and submits both at once.
  await poc.visitor.go(`/received-requests/${first.id}`)
  await poc.keyboard.type(pocPage.getByLabel('Text', { exact: true }), edited)
  await poc.keyboard.link('Save and leave')
  await pocPage.waitForURL((url) => url.pathname === received)
  await poc.visitor.go(`/received-requests/${other.id}`)
  await poc.keyboard.type(pocPage.getByLabel('Text', { exact: true }), 'Taxes rose by 1,186 dollars.')
  await poc.keyboard.link('Save and leave')
  await pocPage.waitForURL((url) => url.pathname === received)
  await look(poc.visitor)
  await poc.keyboard.link('Submit answers')
  await pocPage.getByRole('button', { name: 'Submit all 2 answers…' }).waitFor()
  await look(poc.visitor)
  await poc.keyboard.button('Submit all 2 answers…')
  await poc.keyboard.press(pocPage.getByRole('dialog').getByRole('button', { name: /^Submit to/ }))
  await pocPage.getByText(/2 answers were sent to/).waitFor()
  await look(poc.visitor)
  const receipt = pocPage.getByRole('link', { name: 'Download the receipt (PDF)' })
  const [pdf] = await Promise.all([pocPage.waitForEvent('download'), poc.keyboard.press(receipt)])
  expect((await readFile(await pdf.path())).subarray(0, 4).toString()).toBe('%PDF')
  expect(pdf.suggestedFilename()).toMatch(/\.pdf$/)

  // The agency is told, reads it beside what it asked, marks it, takes that back, and sends it back.
  const supervisor = await at(dana)
  const office = supervisor.visitor.page
  await task(supervisor, 'Review', first.number)
  await office.getByText(edited).waitFor()
  await office.getByText('1. Send the payment history.').first().waitFor()
  expect(await office.getByRole('main').innerText(), 'comments stay in the company').not.toContain('The ledger does not say')
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Quick Look Complete')
  await office.getByText(/^Quick Look complete: Dana Whitfield/).waitFor()
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Undo')
  await office.getByRole('button', { name: 'Quick Look Complete' }).waitFor()
  await supervisor.keyboard.link('Send back')
  await supervisor.keyboard.type(office.getByLabel('What is missing or unclear?'), 'The ledger of the consumer shows a late fee.')
  await setDate(supervisor, office.getByLabel('New due date'), day(30))
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Send back to the company')
  await office.getByRole('navigation', { name: 'Rounds' }).waitFor()
  await look(supervisor.visitor)

  // The company reads why, and asks for more time.
  await poc.visitor.go('/home')
  await task(poc, 'Answer', first.number)
  await pocPage.getByText('The ledger of the consumer shows a late fee.').first().waitFor()
  await look(poc.visitor)
  await poc.keyboard.button('Request more time…')
  await setDate(poc, pocPage.getByLabel('New due date that you ask for'), day(45))
  await poc.keyboard.type(pocPage.getByLabel('Why', { exact: true }), 'Our archive needs three weeks.')
  await look(poc.visitor)
  await poc.keyboard.press(pocPage.getByRole('dialog').getByRole('button', { name: /^Send to/ }))
  await pocPage.getByText('The agency decides').waitFor()

  // The agency grants it; the first date stays on the record.
  await supervisor.visitor.go('/home')
  await task(supervisor, 'Decide', first.number)
  await office.getByText('Our archive needs three weeks.').waitFor()
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Give more time')
  expect(await office.getByLabel('New due date').inputValue()).toBe(day(45))
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Set the due date')
  await office.getByRole('dialog').waitFor({ state: 'hidden' })
  await office.getByRole('heading', { name: 'What the company asked before' }).waitFor()

  // The second answer, submitted by itself.
  await poc.visitor.go(`/received-requests/${first.id}`)
  await pocPage.getByText('Granted', { exact: true }).waitFor()
  await poc.keyboard.type(pocPage.getByLabel('Text', { exact: true }), second)
  await poc.keyboard.button(/^Submit to .*…$/)
  await poc.keyboard.press(pocPage.getByRole('dialog').getByRole('button', { name: /^Submit to/ }))
  await pocPage.getByText(/^Sent to /).first().waitFor()
  await look(poc.visitor)

  // The agency sees what differs, and closes.
  await supervisor.visitor.go(record)
  await supervisor.keyboard.press(office.getByRole('main').getByRole('link', { name: 'Review the answer', exact: true }))
  await office.waitForURL(/\/information-requests\//)
  await supervisor.visitor.go(`/information-requests/${first.id}`)
  await supervisor.keyboard.button('Show what differs from round 1')
  expect(await office.locator('ins').allInnerTexts().then((all) => all.join(' '))).toContain('refunded')
  await office.locator('del').first().waitFor()
  await look(supervisor.visitor)
  await supervisor.visitor.go(`${record}/close`)
  await supervisor.keyboard.choose(office.getByLabel('Reason'), 'Closed with Explanation')
  await supervisor.keyboard.type(office.getByLabel(/Internal notes/), 'The fee is refunded.')
  await supervisor.keyboard.type(office.getByLabel(/omments/).last(), 'Thank you, both answers settle it.')
  await supervisor.keyboard.button('Close the complaint')
  await office.waitForURL((url) => !url.pathname.endsWith('/close'))

  // What was sent stays readable to the company, each round of it, and nothing can be written any more.
  await poc.visitor.go(received)
  await pocPage.getByText('Thank you, both answers settle it.').first().waitFor()
  await look(poc.visitor)
  await poc.visitor.go(`/received-requests/${first.id}`)
  await pocPage.getByText(second).waitFor()
  await poc.keyboard.press(pocPage.getByRole('navigation', { name: 'Rounds of this request' }).getByRole('link', { name: /^Round 1/ }))
  await pocPage.getByText(edited).waitFor()
  expect(await pocPage.getByLabel('Text', { exact: true }).count()).toBe(0)
  await look(poc.visitor)

  for (const { visitor } of [examiner, contact, poc, drafter, supervisor]) expect(visitor.complaintsOfThePage).toEqual([])
})

type Person = { visitor: Visitor; keyboard: Keyboard }

async function at(email: string): Promise<Person> {
  const visitor = await stage.arrive()
  await visitor.signIn(email)
  return { visitor, keyboard: new Keyboard(visitor) }
}

/** Opens a task of the home page. The job that writes it may still be on its way: the page is loaded until it is there. */
async function task({ visitor, keyboard }: Person, verb: string, about: string): Promise<void> {
  const link = visitor.page.getByRole('link', { name: new RegExp(`^${verb}: .*${about}`) })
  for (let tries = 0; (await link.count()) === 0 && tries < 60; tries += 1) await visitor.go('/home')
  await keyboard.press(link.first())
  await visitor.page.waitForURL((url) => url.pathname !== '/home')
  await visitor.settled()
}

/** A date field takes month, day and year, one after the other. */
async function setDate({ visitor, keyboard }: Person, field: Locator, date: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-')
  await keyboard.to(field)
  await visitor.page.keyboard.type(`${month}${day}${year}`)
  expect(await field.inputValue()).toBe(date)
}

async function handOver({ visitor: { page }, keyboard }: Person): Promise<void> {
  await keyboard.button('Hand to Priya Raman…')
  await keyboard.press(page.getByRole('dialog').getByRole('button', { name: 'Hand to Priya Raman' }))
  await page.getByText('With Priya Raman for review').waitFor()
}

/** What the page could send, by somebody who has no button for it. */
async function post({ page, base }: Visitor, path: string, data: object): Promise<{ status: number }> {
  const answer = await page.request.post(`${base}/api/v1${path}`, { data, headers: { origin: base, 'idempotency-key': crypto.randomUUID() } })
  return { status: answer.status() }
}
