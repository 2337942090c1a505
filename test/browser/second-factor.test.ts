import { expect, test } from 'vitest'
import { codeAt } from '#src/modules/accounts/one-time-codes.ts'
import { useStage } from './stage.ts'

const stage = useStage()
const noor = 'noor.haddad@brightwater.example'

test('who has no second factor yet sets one up with a QR code or a key, and is asked for its code from then on', async () => {
  const visitor = await stage.arrive()
  const { password } = await visitor.account(noor)
  // As somebody who was invited: no longer one of the training accounts, whose codes everybody is shown.
  await stage.sql('update credential set second_factor = null, for_training = false where user_id = (select user_id from account where email_key = $1)', [noor])
  const { page } = visitor

  await visitor.go('/sign-in')
  await page.getByLabel('E-mail').fill(noor)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { level: 1, name: 'Set up your second factor' }).waitFor()
  await page.getByRole('button', { name: 'Use an authenticator app' }).click()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  const uri = new URL((await page.getByRole('link', { name: 'open it in the app' }).getAttribute('href')) ?? '')
  const secret = uri.searchParams.get('secret') ?? ''
  expect(uri.protocol).toBe('otpauth:')
  expect((await page.locator('.authenticator-key__text').innerText()).replace(/\s/g, '')).toContain(secret)
  await page.getByLabel('6-digit code').fill(codeAt(secret, new Date()))
  await page.getByRole('button', { name: 'Check the code and go on' }).click()
  await page.getByRole('button', { name: 'Show my recovery codes' }).click()
  await page.getByLabel('I have stored them').check()
  expect(await page.getByRole('list', { name: 'Your recovery codes' }).getByRole('listitem').count()).toBe(10)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.waitForURL(/\/home/)

  const again = await stage.arrive()
  await again.go('/sign-in')
  await again.page.getByLabel('E-mail').fill(noor)
  await again.page.getByRole('textbox', { name: 'Password' }).fill(password)
  await again.page.getByRole('button', { name: 'Continue' }).click()
  await again.page.getByRole('heading', { level: 1, name: 'Enter your code' }).waitFor()
  expect([...visitor.complaintsOfThePage, ...again.complaintsOfThePage]).toEqual([])
})
