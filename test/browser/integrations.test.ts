import { afterAll, beforeAll, expect, test } from 'vitest'
import { Receiver, takes } from '#test/world/receiver.ts'
import { ellen, personAt, type Person } from './exchanging.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** How somebody without a mouse connects their company's own system: a token, and an address that is told what happens. */
const stage = useStage()
const receiver = new Receiver()
beforeAll(() => receiver.listen())
afterAll(() => receiver.close())

const helen = 'helen.voss@ohio-frd.example'
const dialogOf = ({ visitor }: Person) => visitor.page.getByRole('dialog')

const focused = ({ visitor }: Person) => visitor.page.evaluate<string>('document.activeElement.innerText.trim()')

/** What is shown this once; closed by whoever has stored it. */
async function stored(person: Person): Promise<string> {
  await dialogOf(person).getByRole('heading', { name: /^Store this / }).waitFor()
  await look(person.visitor)
  const secret = await dialogOf(person).locator('.mono').first().innerText()
  await person.keyboard.button('I have stored it')
  await dialogOf(person).waitFor({ state: 'hidden' })
  return secret
}

test('a token is made, works, and is refused from the moment on when it is revoked', async () => {
  const person = await personAt(stage, ellen)
  const { visitor, keyboard } = person
  const { page } = visitor
  await visitor.go('/account/api-tokens')
  await page.getByText('You have no token.').waitFor()
  await look(visitor)
  await keyboard.button('Make a token')
  await keyboard.press(dialogOf(person).getByRole('button', { name: 'Make the token' }))
  await page.getByText('Choose what the token may be used for.').first().waitFor()
  await look(visitor)
  await keyboard.type(page.getByRole('textbox', { name: 'Name' }), 'Case system')
  await keyboard.tick(page.getByRole('checkbox', { name: 'Read requests' }))
  await keyboard.type(page.getByRole('textbox', { name: 'Days until it expires' }), '30')
  await keyboard.press(dialogOf(person).getByRole('button', { name: 'Make the token' }))
  const token = await stored(person)
  const ask = async () => (await fetch(`${stage.url}/api/v1/received-complaints?limit=1`, { headers: { authorization: `Bearer ${token}` } })).status
  expect(await ask()).toBe(200)
  expect(await page.content()).not.toContain(token)
  await look(visitor)

  await keyboard.press(page.getByRole('button', { name: /^Revoke Case system/ }))
  await look(visitor)
  await keyboard.press(dialogOf(person).getByRole('button', { name: 'Revoke the token' }))
  await page.getByText('Revoked', { exact: true }).waitFor()
  expect(await ask()).toBe(401)
  await look(visitor)
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('an address is added, tried, gets a new secret, is paused and changed; its log says what was sent and what became of it', async () => {
  const person = await personAt(stage, ellen)
  const { visitor, keyboard } = person
  const { page } = visitor
  await visitor.go('/integrations')
  await page.getByText('Switched off', { exact: true }).or(page.getByText('Paused', { exact: true })).first().waitFor()
  await look(visitor)
  await keyboard.link('Add an address')
  await keyboard.button('Add the address')
  await page.getByText('Choose at least one event.').first().waitFor()
  await look(visitor)
  await keyboard.type(page.getByRole('textbox', { name: 'Name' }), 'Desk of our own')
  await keyboard.type(page.getByRole('textbox', { name: 'Address' }), receiver.url)
  await keyboard.button(/^Choose all \d+$/)
  await keyboard.button('Choose none')
  for (const name of ['Requests sent to the company', 'Verification of users due']) await keyboard.tick(page.getByRole('checkbox', { name }))
  await keyboard.button('Add the address')
  const secret = await stored(person)
  await page.getByRole('heading', { level: 1, name: 'Desk of our own' }).waitFor()

  const tried = async (attempts: number) => {
    await keyboard.button('Send a test event')
    await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(attempts)
    const [got] = receiver.received.slice(-1)
    if (got === undefined) throw new Error('Nothing came.')
    return got
  }
  const first = await tried(1)
  receiver.verify(first, secret)
  await page.getByText('Taken (204)').waitFor()
  await look(visitor)
  await keyboard.press(page.getByRole('button', { name: /^1 attempt at sending: Test event/ }))
  await dialogOf(person).getByText(first.id).waitFor()
  await dialogOf(person).getByText('"type": "test"').waitFor()
  await look(visitor)
  await keyboard.press(dialogOf(person).getByRole('button', { name: 'Close' }).last())

  await keyboard.button('Actions')
  await keyboard.button('Make a new secret')
  await look(visitor)
  await keyboard.press(dialogOf(person).getByRole('button', { name: 'Make a new secret' }))
  const renewed = await stored(person)
  await expect.poll(() => focused(person), { message: 'back where the menu was opened' }).toBe('Actions')
  receiver.behaviour = (response) => response.writeHead(503).end()
  const both = await tried(2)
  for (const one of [secret, renewed]) receiver.verify(both, one)
  await page.getByText('Refused by your system (503)').waitFor()
  receiver.behaviour = takes
  await keyboard.choose(page.getByRole('search').getByLabel('State'), 'Failed')
  await page.getByText('Taken (204)').waitFor({ state: 'hidden' })
  await look(visitor)

  await keyboard.button('Actions')
  await keyboard.button('Pause')
  await look(visitor)
  await keyboard.press(dialogOf(person).getByRole('button', { name: 'Pause it' }))
  await page.getByText(/^Paused since/).waitFor()
  await look(visitor)
  await keyboard.button('Switch it on')
  await page.getByText('On', { exact: true }).waitFor()
  await expect.poll(() => focused(person), { message: 'the button that was pressed is gone' }).toBe('Desk of our own')
  await keyboard.button('Actions')
  await keyboard.link('Change name, address or events')
  await page.getByRole('heading', { level: 1, name: 'Change an address for events' }).waitFor()
  await look(visitor)
  await keyboard.type(page.getByRole('textbox', { name: 'Name' }), 'Complaint desk')
  await keyboard.button('Save the address')
  await page.getByRole('heading', { level: 1, name: 'Complaint desk' }).waitFor()
  await visitor.go('/integrations')
  await page.getByRole('row').filter({ hasText: 'Complaint desk' }).getByText('2 events').waitFor()
  await look(visitor)
  expect(visitor.complaintsOfThePage).toEqual([])

  // Another organization has its own, and finds nothing of these.
  const other = await personAt(stage, helen)
  await other.visitor.go('/integrations')
  await other.visitor.page.getByText('No address yet.').waitFor()
  await look(other.visitor)
})
