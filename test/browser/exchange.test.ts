import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { dana, ellen, handOver, luis, ohioDay, openTask, personAt, post, priya, setDate, tomas, unaskedComplaint } from './exchanging.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/**
 * The exchange as both sides walk it, without a mouse: asked from the library, drafted, returned, mended, submitted at
 * once with a receipt, reviewed. Every new state is looked at. How it goes on: exchange-rounds.test.ts.
 */
const stage = useStage()

const template = 'Mortgage servicing, first request'
const history = 'Payment history since June'
const escrow = 'Escrow analysis of this year'
const drafted = 'The payment of October was credited on October 27.'
const mended = 'The payment of October was credited on October 27, effective October 5.'
const edited = `${mended} No late fee was charged.`

test('two requests go from the library to one submission with its receipt and the agency’s review, each side with its keyboard', async () => {
  const examiner = await personAt(stage, luis)
  const { page } = examiner.visitor
  const due = await ohioDay(stage, 20)
  const complaint = await unaskedComplaint(stage)
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
  await setDate(examiner, page.getByLabel('Due date for those left empty'), due)
  await examiner.keyboard.type(page.getByRole('textbox', { name: /should know first/ }), 'Please answer both together.')
  await look(examiner.visitor)
  await examiner.keyboard.button('Send 2 requests')
  await page.waitForURL((url) => url.pathname === record)
  await page.getByText('With company').first().waitFor()
  const asked = await stage.sql<{ id: string; title: string; number: string; due_on: string }>(`select id, title, 'IR-' || lpad(number::text, 6, '0') as number, to_char(due_on, 'YYYY-MM-DD') as due_on from information_request where complaint_id = $1 order by number`, [complaint.id])
  expect(asked.map(({ title, due_on }) => [title, due_on])).toEqual([[history, due], [escrow, due]])
  const [first, other] = asked
  if (!first || !other) throw new Error('Two requests were sent.')

  // The Complaints Contact names who answers.
  const contact = await personAt(stage, ellen)
  await openTask(contact, 'Assign', complaint.number)
  await look(contact.visitor)
  await contact.keyboard.pick(contact.visitor.page.getByRole('radio', { name: /Priya Raman/ }))
  await contact.keyboard.button('Assign Point of Contact')
  await contact.visitor.page.getByText('Priya Raman is the Company POC and was told').waitFor()
  await look(contact.visitor)

  // The Company POC asks a colleague to draft.
  const poc = await personAt(stage, priya)
  const pocPage = poc.visitor.page
  await openTask(poc, 'Answer', first.number)
  await pocPage.getByText('Please answer both together.').or(pocPage.getByText('Send the payment history')).first().waitFor()
  await poc.keyboard.button('Ask colleagues to draft')
  await poc.keyboard.tick(pocPage.getByRole('dialog').getByRole('checkbox', { name: /Heller/ }))
  await look(poc.visitor)
  await poc.keyboard.press(pocPage.getByRole('dialog').getByRole('button', { name: 'Save' }))
  await pocPage.getByText(/Asked to write this answer: Tomás Heller/).waitFor()

  // The drafter writes, comments and hands over; to submit is not theirs, on the page and at the API.
  const drafter = await personAt(stage, tomas)
  const drafterPage = drafter.visitor.page
  await openTask(drafter, 'Draft', first.number)
  await drafter.keyboard.type(drafterPage.getByLabel('Text', { exact: true }), drafted)
  await drafterPage.getByText(/^Saved/).first().waitFor()
  await drafter.keyboard.type(drafterPage.getByLabel('Comment', { exact: true }), 'The ledger does not say when it was effective.')
  await drafter.keyboard.button('Add comment')
  await drafterPage.getByText('The ledger does not say when it was effective.').waitFor()
  expect(await drafterPage.getByRole('button', { name: /^Submit/ }).count()).toBe(0)
  await look(drafter.visitor)
  expect((await post(drafter.visitor, `/received-requests/${first.id}/submissions`, { version: 1 })).status).toBe(403)
  await handOver(drafter)
  await look(drafter.visitor)

  // The Company POC returns it with what is to be changed; the drafter mends it.
  await poc.visitor.go('/home')
  await openTask(poc, 'Review', first.number)
  await pocPage.getByText(/handed this answer to you/).waitFor()
  await poc.keyboard.button('Return to the drafter…')
  await poc.keyboard.type(pocPage.getByLabel('What is to be changed'), 'Say from which day it counts: October 5.')
  await look(poc.visitor)
  await poc.keyboard.press(pocPage.getByRole('dialog').getByRole('button', { name: /^Return to/ }))
  await pocPage.getByRole('dialog').waitFor({ state: 'hidden' })
  await drafter.visitor.go('/home')
  await openTask(drafter, 'Draft', first.number)
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
  const supervisor = await personAt(stage, dana)
  const office = supervisor.visitor.page
  await openTask(supervisor, 'Review', first.number)
  await office.getByText(edited).waitFor()
  await office.getByText('1. Send the payment history.').first().waitFor()
  expect(await office.getByRole('main').innerText(), 'comments stay in the company').not.toContain('The ledger does not say')
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Quick Look Complete')
  await office.getByText(/^Quick Look complete: Dana Whitfield/).waitFor()
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Undo')
  await office.getByRole('button', { name: 'Quick Look Complete' }).waitFor()
  const [copy] = await Promise.all([office.waitForEvent('download'), supervisor.keyboard.link('The company’s receipt (PDF)')])
  expect((await readFile(await copy.path())).subarray(0, 4).toString(), 'the agency reads the receipt too').toBe('%PDF')

  for (const { visitor } of [examiner, contact, poc, drafter, supervisor]) expect(visitor.complaintsOfThePage).toEqual([])
})
