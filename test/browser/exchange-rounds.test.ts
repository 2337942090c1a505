import { expect, test } from 'vitest'
import { answer, askedOf, dana, ellen, ohioDay, openTask, personAt, priya, setDate, type Asked, type Person } from './exchanging.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** How the exchange goes on after an answer, without a mouse on either side: rounds, wishes of the company, decisions of the agency. */
const stage = useStage()

const edited = 'The payment of October was credited on October 27, effective October 5. No late fee was charged.'
const second = 'The payment of October was credited on October 27, effective October 5. A late fee of 35 dollars was charged and is refunded.'

/** Dana Whitfield of Ohio and Priya Raman of Brightwater, with requests that the one asked the other. */
async function exchange(titles: readonly string[], nth: number): Promise<Asked & { supervisor: Person; poc: Person }> {
  const [supervisor, contact, poc] = [await personAt(stage, dana), await personAt(stage, ellen), await personAt(stage, priya)]
  return { ...(await askedOf(stage, { agency: supervisor.visitor, contact: contact.visitor }, titles, nth)), supervisor, poc }
}

test('an answer is sent back with reason and date, more time is granted, a second answer settles it, and both stay readable', async () => {
  const { complaint, requests: [first, other], supervisor, poc } = await exchange(['Payment history since June', 'Escrow analysis of this year'], 0)
  if (first === undefined || other === undefined) throw new Error('Two requests were sent.')
  const [office, pocPage] = [supervisor.visitor.page, poc.visitor.page]
  const record = `/complaints/${complaint.id}`
  const received = `/received/${complaint.id}`
  const wanted = await ohioDay(stage, 45)
  await answer(poc.visitor, first.id, edited)
  await answer(poc.visitor, other.id, 'Taxes rose by 1,186 dollars.')
  await supervisor.visitor.go(`/information-requests/${first.id}`)
  await supervisor.keyboard.link('Send back')
  await supervisor.keyboard.type(office.getByLabel('What is missing or unclear?'), 'The ledger of the consumer shows a late fee.')
  await setDate(supervisor, office.getByLabel('New due date'), await ohioDay(stage, 30))
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Send back to the company')
  await office.getByRole('navigation', { name: 'Rounds' }).waitFor()
  await look(supervisor.visitor)

  // The company reads why, and asks for more time.
  await poc.visitor.go('/home')
  await openTask(poc, 'Answer', first.number)
  await pocPage.getByText('The ledger of the consumer shows a late fee.').first().waitFor()
  await look(poc.visitor)
  await poc.keyboard.button('Request more time…')
  await setDate(poc, pocPage.getByLabel('New due date that you ask for'), wanted)
  await poc.keyboard.type(pocPage.getByLabel('Why', { exact: true }), 'Our archive needs three weeks.')
  await look(poc.visitor)
  await poc.keyboard.press(pocPage.getByRole('dialog').getByRole('button', { name: /^Send to/ }))
  await pocPage.getByText('The agency decides').waitFor()

  // The agency grants it; the first date stays on the record.
  await supervisor.visitor.go('/home')
  await openTask(supervisor, 'Decide', first.number)
  await office.getByText('Our archive needs three weeks.').waitFor()
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Give more time')
  expect(await office.getByLabel('New due date').inputValue()).toBe(wanted)
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

  for (const { visitor } of [poc, supervisor]) expect(visitor.complaintsOfThePage).toEqual([])
})

test('the company asks to have an answer back and gets it with a reason; more time is declined with words, and a wish is withdrawn', async () => {
  const { requests: [first, other], supervisor, poc } = await exchange(['Call recordings', 'Policies in force'], 1)
  if (first === undefined || other === undefined) throw new Error('Two requests were sent.')
  const [office, page] = [supervisor.visitor.page, poc.visitor.page]
  await answer(poc.visitor, first.id, edited)

  // The company regrets its answer; the agency is asked, sends it back with its own date and reason, and the company reads that it was heard.
  await poc.visitor.go(`/received-requests/${first.id}`)
  await poc.keyboard.button('Request to be sent back…')
  await poc.keyboard.type(page.getByLabel('Why', { exact: true }), 'A page of the ledger is missing.')
  await look(poc.visitor)
  await poc.keyboard.press(page.getByRole('dialog').getByRole('button', { name: /^Send to/ }))
  await page.getByText('The agency decides').waitFor()
  await look(poc.visitor)
  await openTask(supervisor, 'Decide', first.number)
  await office.getByText('A page of the ledger is missing.').first().waitFor()
  await look(supervisor.visitor)
  await supervisor.keyboard.press(office.getByRole('main').getByRole('link', { name: 'Send back', exact: true }).first())
  expect(await office.getByLabel('What is missing or unclear?').inputValue()).toBe('As you asked: A page of the ledger is missing.')
  await supervisor.keyboard.type(office.getByLabel('What is missing or unclear?'), 'As you asked. Please add the whole ledger.')
  await setDate(supervisor, office.getByLabel('New due date'), await ohioDay(stage, 25))
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Send back to the company')
  await office.getByRole('navigation', { name: 'Rounds' }).waitFor()
  await openTask(poc, 'Answer', first.number)
  await page.getByText('As you asked. Please add the whole ledger.').first().waitFor()
  await page.getByText('Granted', { exact: true }).waitFor()
  await expect.poll(() => stage.sql(`select 1 from notification n join account a on a.user_id = n.user_id where a.email = $1 and n.request_id = $2 and n.sentence like 'As you asked%'`, [priya, first.id])).toHaveLength(1)
  await look(poc.visitor)

  // More time is declined with words, which the company reads where it asked.
  await poc.visitor.go(`/received-requests/${other.id}`)
  await poc.keyboard.button('Request more time…')
  await setDate(poc, page.getByLabel('New due date that you ask for'), await ohioDay(stage, 40))
  await poc.keyboard.type(page.getByLabel('Why', { exact: true }), 'Two colleagues are on leave.')
  await poc.keyboard.press(page.getByRole('dialog').getByRole('button', { name: /^Send to/ }))
  await page.getByText('The agency decides').waitFor()
  await openTask(supervisor, 'Decide', other.number)
  await supervisor.keyboard.button('Decline')
  await supervisor.keyboard.type(office.getByLabel(/^Why, to/), 'The county’s deadline does not move.')
  await look(supervisor.visitor)
  await supervisor.keyboard.press(office.getByRole('dialog').getByRole('button', { name: 'Decline', exact: true }))
  await office.getByRole('heading', { name: 'What the company asked before' }).waitFor()
  await look(supervisor.visitor)
  await poc.visitor.go(`/received-requests/${other.id}`)
  await page.getByText('The county’s deadline does not move.').waitFor()
  await page.getByText('Declined', { exact: true }).waitFor()
  await look(poc.visitor)

  // Asked again, and withdrawn before anybody decided.
  await poc.keyboard.button('Request more time…')
  await setDate(poc, page.getByLabel('New due date that you ask for'), await ohioDay(stage, 30))
  await poc.keyboard.type(page.getByLabel('Why', { exact: true }), 'One colleague is on leave.')
  await poc.keyboard.press(page.getByRole('dialog').getByRole('button', { name: /^Send to/ }))
  await poc.keyboard.button('Withdraw')
  await look(poc.visitor)
  await poc.keyboard.press(page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }))
  await page.getByText('Withdrawn', { exact: true }).first().waitFor()
  await supervisor.visitor.go(`/information-requests/${other.id}`)
  await office.getByText(/withdrawn by the company/).waitFor()
  expect(await office.getByRole('button', { name: 'Decline', exact: true }).count()).toBe(0)

  for (const { visitor } of [poc, supervisor]) expect(visitor.complaintsOfThePage).toEqual([])
})
