import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { phone } from './browser.ts'
import { dana, luis, ohioDay, personAt, setDate, unaskedComplaint } from './exchanging.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** How an agency asks again and again, without a mouse: sets, several requests at once, one sent at once, and the list of all. */
const stage = useStage()
const name = 'Servicing, short form'

test('a set is made, writes several requests at once, and one more is sent at once', async () => {
  const { visitor, keyboard } = await personAt(stage, luis)
  const { page } = visitor
  const complaint = await unaskedComplaint(stage)
  await visitor.go('/request-library')
  await look(visitor)
  await keyboard.link('Add a set')
  await keyboard.type(page.getByLabel('Name', { exact: true }), name)
  for (const template of ['Answer to the complaint', 'Servicing: payment history', 'Receipt']) {
    await keyboard.choose(page.getByLabel('Add a template to the set'), template)
    await keyboard.button('Add')
  }
  const order = page.locator('.template-order li strong')
  await keyboard.button(/^Up ?: Receipt$/)
  await keyboard.button(/^Up ?: Receipt$/)
  expect(await order.allInnerTexts()).toEqual(['Receipt', 'Answer to the complaint', 'Servicing: payment history'])
  expect(await page.evaluate('document.activeElement?.textContent'), 'the focus goes along').toBe('Up: Receipt')
  await keyboard.button(/^Take out ?: Answer to the complaint$/)
  await look(visitor)
  await keyboard.button('Save the set')
  await page.getByRole('link', { name }).waitFor()

  await visitor.go(`/complaints/${complaint.id}/information-requests/new`)
  await keyboard.choose(page.getByLabel(/^Start from the library/), `${name} (2)`)
  await keyboard.button('Use it')
  await page.getByRole('dialog').getByText('Payment and escrow history').waitFor()
  await look(visitor)
  await keyboard.press(page.getByRole('dialog').getByRole('button', { name: 'Write 2 requests' }))
  await page.getByRole('complementary').getByText('Payment and escrow history').waitFor()

  await keyboard.type(page.getByLabel('Title', { exact: true }), 'Call recordings of October')
  await keyboard.type(page.getByLabel('What shall the company answer?'), 'Send the recordings.')
  await keyboard.button('Send to company now')
  await page.getByRole('dialog').getByText('Call recordings of October').waitFor()
  await look(visitor)
  await keyboard.press(page.getByRole('dialog').getByRole('button', { name: 'Send now' }))
  await page.waitForURL((url) => url.pathname === `/complaints/${complaint.id}/information-requests`)
  const requests = await stage.sql<{ title: string; status: string }>('select title, status from information_request where complaint_id = $1 order by number', [complaint.id])
  expect(requests).toEqual([
    { title: 'Please acknowledge receipt', status: 'ready_to_send' }, { title: 'Payment and escrow history', status: 'ready_to_send' }, { title: 'Call recordings of October', status: 'sent_to_company' },
  ])

  // One of those that wait is removed, the other goes with its own due date.
  await visitor.settled()
  await look(visitor)
  await visitor.go(`/complaints/${complaint.id}/send`)
  await page.getByText('Payment and escrow history').first().waitFor()
  await keyboard.tick(page.getByRole('checkbox', { name: /acknowledge receipt/ }))
  await setDate({ visitor, keyboard }, page.getByLabel('Due date for those left empty'), await ohioDay(stage, 21))
  await look(visitor)
  await keyboard.button('Send 1 request')
  await page.waitForURL((url) => url.pathname === `/complaints/${complaint.id}`)
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('on a phone the list of requests is searched, says how far each complaint is, and is taken along', async () => {
  const { visitor, keyboard } = await personAt(stage, dana, phone)
  const { page } = visitor
  const [known] = await stage.sql<{ text: string; number: string }>(`
    select s.text, 'IR-' || lpad(r.number::text, 6, '0') as number from response s join information_request r on r.id = s.request_id join agency a on a.id = r.agency_id
    where a.code = 'OH-FRD' and s.status = 'sent' and r.status = 'sent_to_agency' order by r.number desc limit 1`)
  if (!known) throw new Error('Ohio has an answer.')
  const words = known.text.split(' ').slice(0, 4).join(' ')
  await visitor.go('/information-requests')
  await page.getByText(/\d of \d answered, next due/).first().waitFor()
  await look(visitor)
  await visitor.go('/information-requests?view=all')
  await keyboard.type(page.getByLabel('Words', { exact: true }), `"${words}"`)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: known.number }).waitFor()
  expect(new URL(page.url()).search, 'words stand in no address that is sent').not.toContain(words.split(' ')[0])
  await look(visitor)
  await keyboard.button('Export')
  const [file] = await Promise.all([page.waitForEvent('download'), keyboard.button('CSV')])
  const csv = await readFile(await file.path(), 'utf8')
  expect(csv).toContain(known.number)
  expect(csv.trim().split('\n').length, 'what was searched, and not all').toBeLessThan(400)
  expect(visitor.complaintsOfThePage).toEqual([])
})
