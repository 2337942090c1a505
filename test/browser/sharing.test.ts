import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { dana, personAt, unaskedComplaint, type Person } from './exchanging.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** What agencies share and hand over, without a mouse: two people of two agencies, each at a browser, at once. */
const stage = useStage()

const fiona = 'fiona.dunmore@tx-sml.example'
const kamal = 'kamal.barlowe@tx-sml.example'
const texas = 'Texas Small Mortgage and Loan Bureau'

/** Opens what waits for the agency's decision, from its home page. */
async function openWaiting({ visitor, keyboard }: Person, number: string): Promise<void> {
  await visitor.go('/home')
  await keyboard.press(visitor.page.getByRole('table', { name: 'Access requests and referrals that wait' }).getByRole('link', { name: number }))
  await visitor.page.waitForURL(/\/complaints\//)
  await visitor.settled()
}

test('another agency asks for access and is let in; when it is removed, its open page is not found without a reload', async () => {
  const [owner, guest] = [await personAt(stage, dana), await personAt(stage, kamal)]
  const [office, page] = [owner.visitor.page, guest.visitor.page]
  const { id, number } = await unaskedComplaint(stage, 1)

  await guest.visitor.go(`/complaints/${id}`)
  expect(await page.getByRole('link', { name: 'Documents' }).count()).toBe(0)
  await guest.keyboard.button('Request Access')
  await guest.keyboard.type(page.getByLabel('Comments'), 'We hold two complaints about the same practice.')
  await look(guest.visitor)
  await guest.keyboard.press(page.getByRole('dialog').getByRole('button', { name: 'Request Access' }))
  await page.getByText('Your request for access is to be decided').waitFor()
  await look(guest.visitor)

  await expect.poll(() => stage.sql(`select 1 from notification n join account a on a.user_id = n.user_id where a.email = $1 and n.sentence like $2`, [dana, `${texas} asks for access to complaint ${number}.%`]), { timeout: 60_000 }).toHaveLength(1)
  await openWaiting(owner, number)
  await office.getByText(`${texas} asks for access`).waitFor()
  await look(owner.visitor)
  await owner.keyboard.button('Accept')
  await owner.keyboard.type(office.getByLabel('Comments'), 'Tell us what you find.')
  await look(owner.visitor)
  await owner.keyboard.button('Accept Request')
  await office.getByRole('dialog').waitFor({ state: 'hidden' })

  // Nobody reloads: what the other agency has open says so by itself.
  await page.getByText('The details are open to your agency').waitFor()
  await page.getByText('Tell us what you find.').waitFor()
  await look(guest.visitor)
  await guest.visitor.go(`/complaints/${id}/documents`)
  await page.getByRole('navigation', { name: 'Parts of the complaint' }).getByRole('link', { name: /^Documents/ }).waitFor()

  await owner.keyboard.button(`Remove access of ${texas}`)
  await owner.keyboard.type(office.getByLabel('Comments'), 'The matter is closed.')
  await owner.keyboard.button('Remove Agency Access')
  await office.getByRole('dialog').waitFor({ state: 'hidden' })
  await office.getByText('The matter is closed.').waitFor()
  await look(owner.visitor)
  await page.getByText('This part of the complaint was not found').waitFor()
  expect(await page.getByRole('link', { name: 'Documents' }).count()).toBe(0)
  await look(guest.visitor)

  // Both reports tell it, also as a file.
  await owner.visitor.go('/access-requests?tab=decisions')
  await office.getByRole('row', { name: new RegExp(number) }).getByText('Access removed').waitFor()
  await look(owner.visitor)
  await guest.visitor.go('/access-requests')
  await guest.keyboard.link(/^My Request History/)
  await page.getByRole('row', { name: new RegExp(number) }).getByText('Removed: The matter is closed.').waitFor()
  await guest.keyboard.button('Export')
  const [file] = await Promise.all([page.waitForEvent('download'), guest.keyboard.button('CSV')])
  expect(file.suggestedFilename()).toBe('access-requests.csv')
  expect(await readFile(await file.path(), 'utf8')).toContain('The matter is closed.')

  for (const { visitor } of [owner, guest]) expect(visitor.complaintsOfThePage).toEqual([])
})

test('a complaint is referred, and accepted by naming who works on it; the sender’s open record keeps its basic information', async () => {
  const [sender, receiver] = [await personAt(stage, dana), await personAt(stage, fiona)]
  const [office, page] = [sender.visitor.page, receiver.visitor.page]
  const { id, number } = await unaskedComplaint(stage)

  await sender.visitor.go(`/complaints/${id}`)
  await sender.keyboard.button('Actions')
  await sender.keyboard.button(/^Refer/)
  await sender.keyboard.choose(office.getByLabel('Agency', { exact: true }), texas)
  await sender.keyboard.type(office.getByRole('dialog').getByLabel('Comments'), 'The branch in Dallas made the loan.')
  await look(sender.visitor)
  await sender.keyboard.button('Refer the complaint')
  await office.getByText('The referral is to be decided').waitFor()
  await look(sender.visitor)

  await openWaiting(receiver, number)
  await page.getByText('The branch in Dallas made the loan.').waitFor()
  await look(receiver.visitor)
  await receiver.keyboard.button('Accept')
  await receiver.keyboard.pick(page.getByRole('radio', { name: /^Kamal Barlowe/ }))
  await look(receiver.visitor)
  await receiver.keyboard.button('Accept the complaint')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText('Add the first information request').waitFor()
  await look(receiver.visitor)

  await office.getByText('You see basic information only.').waitFor()
  await look(sender.visitor)
  await sender.visitor.go('/referrals?tab=history')
  await office.getByRole('row', { name: new RegExp(number) }).getByText('Accepted').waitFor()
  await look(sender.visitor)

  for (const { visitor } of [sender, receiver]) expect(visitor.complaintsOfThePage).toEqual([])
})
