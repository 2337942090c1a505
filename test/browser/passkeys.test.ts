import type { CDPSession, Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { freePort } from '#test/world/program.ts'
import { desktop, phone, type Visitor } from './browser.ts'
import { useStage } from './stage.ts'

/**
 * Passkeys in a real Chromium with its virtual authenticator, by the keyboard alone: set up, added, used alone and as
 * second factor, renamed and removed.
 */
let base = ''

const stage = useStage(async () => {
  // Passkeys belong to names, not to numbers.
  const port = await freePort()
  base = `http://localhost:${String(port)}`
  return { port, env: { PUBLIC_URL: base } }
})

const dana = 'dana.whitfield@ohio-frd.example'
const noor = 'noor.haddad@brightwater.example'

test('a passkey is added in the account, then signs in alone and after the password, without a mouse', async () => {
  const visitor = await stage.arrive(desktop, base)
  const { page } = visitor
  const authenticator = await attachAuthenticator(page)
  const barriers: string[] = []
  const note = async () => barriers.push(...(await visitor.barriers()))
  await visitor.signIn(dana)

  await visitor.go('/account')
  await page.getByText('You have no passkey yet.').waitFor()
  await note()
  await press(page.getByRole('button', { name: 'Add a passkey' }))
  await page.getByRole('dialog', { name: 'Add a passkey' }).waitFor()
  await note()
  const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name' })
  expect(await name.inputValue()).toMatch(/^Chrome on /)
  await name.fill('Work laptop')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Remove Work laptop' }).waitFor()
  expect(await page.getByRole('table', { name: 'Your passkeys' }).innerText()).toContain('Not used yet')
  await note()

  // The same device has one already.
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await press(page.getByRole('button', { name: 'Add a passkey' }))
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('This device holds a passkey for your account already.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })

  await signOut(page)
  await visitor.go('/sign-in')
  await note()
  await press(page.getByRole('button', { name: 'Sign in with a passkey' }))
  await page.waitForURL(/\/home/)

  await signOut(page)
  await givePassword(visitor, dana)
  await page.getByRole('heading', { level: 1, name: 'Enter your code' }).waitFor()
  await note()
  await press(page.getByRole('button', { name: 'Use your passkey' }))
  await page.waitForURL(/\/home/)

  await visitor.go('/account')
  await press(page.getByRole('button', { name: 'Rename Work laptop' }))
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Home laptop')
  await page.keyboard.press('Enter')
  await press(page.getByRole('button', { name: 'Remove Home laptop' }))
  await note()
  await press(page.getByRole('button', { name: 'Remove the passkey' }))
  await page.getByText('You have no passkey yet.').waitFor()

  // What the device still offers is no longer taken; the page says so and stays usable.
  await signOut(page)
  await visitor.go('/sign-in')
  await press(page.getByRole('button', { name: 'Sign in with a passkey' }))
  await page.getByText('This passkey was not accepted. Try again, or sign in another way.').waitFor()
  await note()
  // A person who does not confirm, or a device without a passkey.
  await authenticator.send('WebAuthn.setUserVerified', { authenticatorId: await idOf(authenticator), isUserVerified: false })
  await press(page.getByRole('button', { name: 'Sign in with a passkey' }))
  await page.getByText('No passkey was used. Try again, or sign in another way.').waitFor()

  expect(barriers).toEqual([])
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('whoever has no second factor yet sets up a passkey instead of an app, on a phone too', async () => {
  await withoutSecondFactor(noor)
  const visitor = await stage.arrive(phone, base)
  const { page } = visitor
  await attachAuthenticator(page)
  await givePassword(visitor, noor)
  await page.getByRole('heading', { level: 1, name: 'Set up your second factor' }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  expect(await visitor.overflows()).toBe(false)
  await press(page.getByRole('button', { name: 'Use a passkey' }))
  await page.getByRole('heading', { name: 'Keep recovery codes' }).waitFor()
  await visitor.go('/account')
  await page.getByRole('button', { name: /^Remove Chrome on/ }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  expect(await visitor.overflows()).toBe(false)

  // It is the only one: it stays.
  await press(page.getByRole('button', { name: /^Remove Chrome on/ }))
  await press(page.getByRole('button', { name: 'Remove the passkey' }))
  await page.getByText('This is the only second factor of your account. Add another passkey or an authenticator app first.').waitFor()
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('where the system is opened by a number, no passkey is offered', async () => {
  const visitor = await stage.arrive()
  await visitor.go('/sign-in')
  await visitor.page.getByRole('button', { name: 'Continue' }).waitFor()
  expect(await visitor.page.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0)
})

const ids = new WeakMap<CDPSession, string>()

/** A device that confirms at once, by its own lock, and keeps passkeys. */
async function attachAuthenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  ids.set(session, authenticatorId)
  return session
}

async function idOf(session: CDPSession): Promise<string> {
  return Promise.resolve(ids.get(session) ?? '')
}

/** With the keyboard alone. */
async function press(button: Locator): Promise<void> {
  await button.focus()
  await button.press('Enter')
}

async function givePassword(visitor: Visitor, email: string): Promise<void> {
  const { page } = visitor
  const { password } = await visitor.account(email).catch(() => visitor.account(dana))
  await visitor.go('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.keyboard.press('Enter')
}

async function signOut(page: Page): Promise<void> {
  const answer = await page.request.delete(`${base}/api/v1/session`)
  expect(answer.status()).toBe(204)
}

/** As somebody who was invited: no longer one of the training accounts, whose codes everybody is shown. */
async function withoutSecondFactor(email: string): Promise<void> {
  await stage.sql('update credential set second_factor = null, for_training = false where user_id = (select user_id from account where email_key = $1)', [email])
}
