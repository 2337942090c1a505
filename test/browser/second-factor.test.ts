import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeAt } from '#src/modules/accounts/one-time-codes.ts'
import { startProgram, type Program } from '#test/world/program.ts'
import { openBrowser, Visitor } from './browser.ts'

let program: Program
let browser: Browser
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-browser-'))
  program = await startProgram({ dataDir: join(folder, 'data') })
  browser = await openBrowser()
}, 180_000)

afterAll(async () => {
  await browser.close()
  await program.stop()
  await rm(folder, { recursive: true, force: true })
})

const noor = 'noor.haddad@brightwater.example'

test('who has no second factor yet sets one up with a QR code or a key, and is asked for its code from then on', async () => {
  const visitor = await Visitor.arrive(browser, program.url)
  const { password } = await visitor.account(noor)
  await withoutSecondFactor(noor)
  const { page } = visitor

  await visitor.go('/sign-in')
  await page.getByLabel('E-mail').fill(noor)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { level: 1, name: 'Set up your second factor' }).waitFor()
  await page.getByRole('button', { name: 'Show my key' }).click()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  const uri = new URL((await page.getByRole('link', { name: 'open it in the app' }).getAttribute('href')) ?? '')
  const secret = uri.searchParams.get('secret') ?? ''
  expect(uri.protocol).toBe('otpauth:')
  expect((await page.locator('.authenticator-key__text').innerText()).replace(/\s/g, '')).toContain(secret)
  await page.getByLabel('6-digit code').fill(codeAt(secret, new Date()))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Show my recovery codes' }).click()
  expect(await page.getByRole('list', { name: 'Your recovery codes' }).getByRole('listitem').count()).toBe(10)
  await page.getByLabel('I have stored them').check()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.waitForURL(/\/home/)

  const again = await Visitor.arrive(browser, program.url)
  await again.go('/sign-in')
  await again.page.getByLabel('E-mail').fill(noor)
  await again.page.getByRole('textbox', { name: 'Password' }).fill(password)
  await again.page.getByRole('button', { name: 'Continue' }).click()
  await again.page.getByRole('heading', { level: 1, name: 'Enter your code' }).waitFor()
  expect([...visitor.complaintsOfThePage, ...again.complaintsOfThePage]).toEqual([])
})

/** As somebody who was invited: no longer one of the training accounts, whose codes everybody is shown. */
async function withoutSecondFactor(email: string): Promise<void> {
  const client = new Client({ connectionString: program.adminUrl() })
  await client.connect()
  try {
    await client.query('update credential set second_factor = null, for_training = false where user_id = (select user_id from account where email_key = $1)', [email])
  } finally {
    await client.end()
  }
}
