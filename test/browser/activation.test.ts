import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { codeAt } from '#src/modules/accounts/one-time-codes.ts'
import { phone, type Visitor } from './browser.ts'
import { linkInMail, signedIn } from './enrolling.ts'
import { tabTo } from './keyboard.ts'
import { useStage } from './stage.ts'
import { nextCode } from './codes.ts'

/** From the e-mail of an invitation to home, and from a forgotten password back in: by the keyboard alone. */
const stage = useStage()

const administrator = 'helen.voss@ohio-frd.example'
const password = 'seven green lamps at noon'

async function invite(name: string, email: string): Promise<string> {
  const helen = await signedIn(stage, administrator)
  const answer = await helen.post('/users', { name, email, title: 'Analyst', systemRoles: [], complaintsRole: 'manager' })
  expect(answer.status).toBe(201)
  return linkInMail(stage, email)
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.type(text)
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })

async function setUpApp({ page }: Visitor): Promise<string> {
  await press(page, button(page, 'Use an authenticator app'))
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  const secret = new URL((await page.getByRole('link', { name: 'open it in the app' }).getAttribute('href')) ?? '').searchParams.get('secret') ?? ''
  await type(page, page.getByLabel('6-digit code'), codeAt(secret, new Date()))
  await page.keyboard.press('Enter')
  return secret
}

test('an invited person goes from the e-mail to home: password, app, recovery codes, terms', async () => {
  const email = 'ivy.marsh@ohio-frd.example'
  const link = await invite('Ivy Marsh', email)
  const visitor = await stage.arrive()
  const { page } = visitor
  const barriers: string[] = []
  const note = async () => barriers.push(...(await visitor.barriers()))

  await visitor.go(link.slice(link.indexOf('/activate')))
  await page.getByText('Welcome, Ivy Marsh').waitFor()
  await note()
  // What is refused says why, and the link is still good.
  await type(page, page.getByRole('textbox', { name: 'Password', exact: true }), 'Sunshine2026!!')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /tried first/ }).waitFor()
  await note()
  await press(page, page.getByRole('link', { name: /tried first/ }))
  await page.keyboard.press('Control+A')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'Set up your second factor' }).waitFor()
  expect(new URL(page.url()).hash).toBe('')
  await note()
  // A reload goes on where one was.
  await page.reload()
  await page.getByRole('heading', { name: 'Set up your second factor' }).waitFor()
  await setUpApp(visitor)

  await page.getByRole('heading', { name: 'Keep recovery codes' }).waitFor()
  await press(page, button(page, 'Show my recovery codes'))
  await page.getByRole('list', { name: 'Your recovery codes' }).waitFor()
  await note()
  const codes = await page.getByRole('list', { name: 'Your recovery codes' }).getByRole('listitem').allInnerTexts()
  expect(new Set(codes).size).toBe(10)
  await press(page, button(page, 'Go on'))
  await page.getByText('Store the codes, then tick this box').waitFor()
  await note()
  await press(page, page.getByLabel('I have stored them'), 'Space')
  await press(page, button(page, 'Go on'))

  await page.waitForURL(/\/accept-terms/)
  await page.getByRole('heading', { name: 'Terms of use', level: 1 }).waitFor()
  await note()
  // Nothing else opens before they are accepted.
  await visitor.go('/complaints')
  await page.waitForURL(/\/accept-terms/)
  await press(page, button(page, 'Accept and go on'))
  await page.waitForURL(/\/home/)
  expect(barriers).toEqual([])

  // The link is used up, for whoever finds it.
  const finder = await stage.arrive(phone)
  await finder.go(link.slice(link.indexOf('/activate')))
  await finder.page.getByText('This link has ended').first().waitFor()
  expect(await finder.barriers()).toEqual([])
  expect(await finder.page.content()).not.toContain('Ivy')

  // With a recovery code instead of the phone.
  const lost = await stage.arrive(phone)
  await lost.go('/sign-in')
  await lost.page.getByLabel('E-mail').fill(email)
  await lost.page.getByRole('textbox', { name: 'Password' }).fill(password)
  await lost.page.keyboard.press('Enter')
  await press(lost.page, button(lost.page, 'Use a recovery code'))
  await lost.page.getByRole('heading', { name: 'Enter a recovery code' }).waitFor()
  expect(await lost.barriers()).toEqual([])
  await lost.page.getByRole('textbox', { name: 'Recovery code' }).fill(codes[0]?.toLowerCase() ?? '')
  await lost.page.keyboard.press('Enter')
  await lost.page.waitForURL(/\/home/)
  await lost.go('/account')
  await lost.page.getByText('9 left.').waitFor()
  expect(await lost.barriers()).toEqual([])
  expect(await lost.overflows()).toBe(false)
  expect([...visitor.complaintsOfThePage, ...finder.complaintsOfThePage, ...lost.complaintsOfThePage]).toEqual([])
})

test('whoever forgot the password gets a link, chooses another and signs in with it', async () => {
  const email = 'luis.arroyo@ohio-frd.example'
  const visitor = await stage.arrive()
  const { page } = visitor
  const account = await visitor.account(email)
  await visitor.go('/sign-in')
  await press(page, page.getByRole('link', { name: 'Forgot your password?' }))
  await page.getByRole('heading', { level: 1, name: 'Forgot your password?' }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await type(page, page.getByLabel('E-mail'), email)
  await page.keyboard.press('Enter')
  await page.getByText(`If an account exists for ${email}, we sent it a link.`).waitFor()
  expect(await visitor.barriers()).toEqual([])

  const link = await linkInMail(stage, email, /\/reset-password\/new\S*/)
  await visitor.go(link)
  await page.getByText(`For ${email}.`).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await type(page, page.getByRole('textbox', { name: 'New password' }), 'five other lamps at dusk')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Your new password is saved' }).waitFor()
  await press(page, page.getByRole('main').getByRole('link', { name: 'Sign in' }))
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill('five other lamps at dusk')
  await page.keyboard.press('Enter')
  await page.getByLabel('6-digit code').fill(await nextCode((await visitor.account(email)).totpSecret))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/home/)
  expect(account.email).toBe(email)
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('one’s own account: profile, password, another phone, recovery codes and sessions, without a mouse', async () => {
  const email = 'june.park@ohio-frd.example'
  const elsewhere = await stage.arrive(phone)
  await elsewhere.signIn(email)
  // As if half a minute had passed: the app shows a code that was not used.
  await stage.sql('update credential set second_factor_step = 0 where user_id = (select user_id from account where email_key = $1)', [email])
  const visitor = await stage.arrive()
  const { page } = visitor
  await visitor.signIn(email)
  await visitor.go('/account')
  await page.getByRole('table', { name: 'Your sessions' }).waitFor()
  expect(await visitor.barriers()).toEqual([])

  await tabTo(page, page.getByLabel('Phone'))
  await page.keyboard.press('Control+A')
  await page.keyboard.type('(614) 555-0199')
  await page.keyboard.press('Enter')
  await page.getByText('Your profile is saved').waitFor()

  await press(page, button(page, /^End (Chrome|A program|An unknown)/))
  await page.getByText('That device is signed out').waitFor()

  // Long after signing in, a change asks once more who one is.
  await stage.sql("update session set confirmed_at = now() - interval '1 hour' where ended_at is null and user_id = (select user_id from account where email_key = $1)", [email])
  await press(page, button(page, 'Make recovery codes'))
  await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await type(page, page.getByRole('textbox', { name: 'Password', exact: true }), 'Training-2026!')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Your new recovery codes' }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await press(page, button(page, 'I have stored them'))
  await page.getByText('10 left.').waitFor()

  await press(page, button(page, 'Change the password'))
  await page.getByRole('dialog', { name: 'Change the password' }).waitFor()
  await type(page, page.getByRole('textbox', { name: 'Present password' }), 'Training-2026!')
  await type(page, page.getByRole('textbox', { name: 'New password' }), 'nine slow boats in autumn')
  expect(await visitor.barriers()).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByText('Your password is changed. Wherever else').waitFor()

  await press(page, button(page, 'Move to another phone'))
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  const secret = new URL((await page.getByRole('link', { name: 'open it in the app' }).getAttribute('href')) ?? '').searchParams.get('secret') ?? ''
  await type(page, page.getByLabel('6-digit code'), codeAt(secret, new Date()))
  expect(await visitor.barriers()).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(visitor.complaintsOfThePage).toEqual([])
})
