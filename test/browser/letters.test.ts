import { expect, test } from 'vitest'
import { dana, ellen, luis, openTask, personAt, post, priya, unaskedComplaint } from './exchanging.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** A letter to the company, without a mouse on either side: drafted and sent for approval, approved and issued, acknowledged. */
const stage = useStage()

test('a Manager drafts a letter, a Supervisor approves and issues it, the company acknowledges receipt, and the agency sees who did', async () => {
  const [manager, supervisor, contact] = [await personAt(stage, luis), await personAt(stage, dana), await personAt(stage, ellen)]
  const complaint = await unaskedComplaint(stage)
  const [writing, office] = [manager.visitor.page, supervisor.visitor.page]

  await manager.visitor.go(`/complaints/${complaint.id}/letters`)
  await look(manager.visitor)
  await manager.keyboard.choose(writing.getByLabel('Letter', { exact: true }), 'Letter of caution')
  await manager.keyboard.button('Begin the letter')
  await writing.getByText('Still missing: the review of this wording by your agency’s counsel.').waitFor()
  await look(manager.visitor)
  await manager.keyboard.type(writing.getByLabel('Subject'), 'Late fees on payments that came in time')
  await manager.keyboard.type(writing.getByLabel('Text', { exact: true }), 'To Brightwater: please look at how payments are credited.')
  await expect.poll(() => writing.getByText(/(is|are) missing/).count()).toBe(0)
  await manager.keyboard.button('Ask for approval')
  await writing.getByText(/asked a Supervisor to approve this letter/).waitFor()
  await expect.poll(() => writing.evaluate<string>('document.activeElement.tagName'), { message: 'the button that was pressed is gone' }).toBe('H1')

  await supervisor.visitor.go(`/complaints/${complaint.id}/letters`)
  await supervisor.keyboard.link('Late fees on payments that came in time')
  await office.getByText(/asked a Supervisor to approve this letter/).waitFor()
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Approve the letter')
  await look(supervisor.visitor)
  await supervisor.keyboard.press(office.getByRole('dialog').getByRole('button', { name: 'Approve the letter' }))
  await office.getByText(/^Approved by/).waitFor()
  await look(supervisor.visitor)
  await supervisor.keyboard.button('Issue to the company')
  await office.getByText('This is the first that the company gets').waitFor()
  await look(supervisor.visitor)
  await supervisor.keyboard.press(office.getByRole('dialog').getByRole('button', { name: 'Issue the letter' }))
  await office.getByText(/to acknowledge receipt$/).waitFor()

  // The complaint came with the letter: somebody is named, who finds the letter on the home page.
  await expect.poll(async () => (await stage.sql('select id from letter where complaint_id = $1 and delivered_at is not null', [complaint.id])).length, { timeout: 30_000 }).toBe(1)
  const [named] = await stage.sql<{ user_id: string; version: number }>('select a.user_id, d.version from account a, complaint_delivery d where a.email = $1 and d.complaint_id = $2', [priya, complaint.id])
  expect((await post(contact.visitor, `/received-complaints/${complaint.id}/points-of-contact`, { version: named?.version, userId: named?.user_id })).status).toBe(201)
  const poc = await personAt(stage, priya)
  const page = poc.visitor.page
  await openTask(poc, 'Read', complaint.number)
  await page.getByText('please look at how payments are credited', { exact: false }).waitFor()
  await page.getByRole('link', { name: 'Save the PDF' }).waitFor()
  await look(poc.visitor)
  await poc.keyboard.button('Acknowledge receipt')
  await poc.keyboard.type(page.getByLabel(/Words to the agency/), 'We look at it this week.')
  await look(poc.visitor)
  await poc.keyboard.press(page.getByRole('dialog').getByRole('button', { name: 'Acknowledge receipt' }))
  await page.getByText(/^Acknowledged .* by Priya Raman$/).waitFor()
  await poc.keyboard.link('Letters')
  await page.getByRole('heading', { name: 'Letters', exact: true }).waitFor()
  await look(poc.visitor)

  await supervisor.visitor.go(new URL(office.url()).pathname)
  await office.getByText(/^Acknowledged .* by Priya Raman$/).first().waitFor()
  await office.getByText('We look at it this week.', { exact: false }).waitFor()
  await look(supervisor.visitor)
  for (const { visitor } of [manager, supervisor, contact, poc]) expect(visitor.complaintsOfThePage).toEqual([])
})
