import { codeAt } from '#src/modules/accounts/one-time-codes.ts'
import type { Visitor } from './browser.ts'
import type { FirstUser } from './enrolling.ts'
import type { Keyboard } from './keyboard.ts'

export const chosenPassword = 'seven green lamps at noon'

/** From the e-mail's link to the first page of one's own: password, authenticator app, recovery codes, terms of use. */
export async function activate(visitor: Visitor, keyboard: Keyboard, link: string, person: { name: string; email: string }, look: () => Promise<void>): Promise<FirstUser> {
  const { page } = visitor
  await visitor.go(link)
  await look()
  await keyboard.type(page.getByRole('textbox', { name: /^Password/ }), chosenPassword)
  await keyboard.button('Save the password and go on')
  await keyboard.button('Use an authenticator app')
  const app = page.getByRole('link', { name: 'open it in the app' })
  await app.waitFor()
  await look()
  const secret = new URL((await app.getAttribute('href')) ?? '').searchParams.get('secret') ?? ''
  await keyboard.type(page.getByLabel('6-digit code'), codeAt(secret, new Date()))
  await keyboard.button('Check the code and go on')
  await keyboard.button('Show my recovery codes')
  await page.getByLabel('I have stored them').waitFor()
  await look()
  await keyboard.tick(page.getByLabel('I have stored them'))
  await keyboard.button('Go on')
  await page.getByRole('heading', { level: 1, name: 'Terms of use' }).waitFor()
  await look()
  await keyboard.button('Accept and go on')
  return { ...person, password: chosenPassword, secret }
}

/** Signs in at another device; the code of the coming half-minute is taken too, as the present one may be used. */
export async function signInElsewhere(visitor: Visitor, user: FirstUser): Promise<void> {
  const { page } = visitor
  await visitor.go('/sign-in')
  await page.getByLabel('E-mail').fill(user.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(user.password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('6-digit code').fill(codeAt(user.secret, new Date(Date.now() + 30_000)))
  await page.getByRole('button', { name: 'Sign in' }).click()
}
